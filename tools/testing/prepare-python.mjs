#!/usr/bin/env node
// Prints as JSON the folder of the Python packages that tests need, `{folder}`, or why there is none,
// `{reason, fix}`. Installs them the first time: into the cache that all checkouts share, without an
// environment of Python's own, which Debian splits off into a package.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkDisk } from '../setup/check-machine.mjs';
import { missingPip } from '../setup/fetch-wheel.mjs';
import { withSetupLock } from '../setup/lock-setup.mjs';
import { cacheFolder } from '../setup/paths.mjs';
import { Problem } from '../setup/problem.mjs';
import { makeReporter } from '../setup/report-progress.mjs';
import { lastWords, runCommand } from '../setup/run-command.mjs';

const LIST = fileURLToPath(new URL('python-packages.txt', import.meta.url));
/** Packages with native parts fit one version of Python on one system. */
const TAG = 'import sys, sysconfig; print(sys.implementation.cache_tag, sysconfig.get_platform())';

try {
  console.log(JSON.stringify({ folder: await findOrInstall(makeReporter()) }));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.log(JSON.stringify({ reason: error.reason, fix: error.fix }));
}

async function findOrInstall(reporter) {
  const lack = await missingPip();
  if (lack) throw new Problem(lack.reason, lack.fix);
  const { stdout: tag } = await runCommand('python3', ['-c', TAG]);
  const digest = createHash('sha256')
    .update(tag)
    .update(await readFile(LIST));
  const folder = join(cacheFolder(), `python-${digest.digest('hex').slice(0, 24)}`);
  if (existsSync(folder)) return folder;
  // Two test files may ask at once.
  await withSetupLock(reporter, async () => {
    if (!existsSync(folder)) await install(folder, reporter);
  });
  return folder;
}

async function install(folder, reporter) {
  await checkDisk(cacheFolder(), 1500, 'Python with Keras, for tests');
  const fresh = `${folder}.${process.pid}.new`;
  try {
    const result = await reporter.during('Installing Keras for Python (170 MB)', () => pip(fresh));
    if (result.code !== 0) {
      throw new Problem(
        `pip could not install the Python packages of the tests (${lastWords(result)})`,
        'use Python 3.11 or newer, check the network and start again',
      );
    }
    await rename(fresh, folder).catch((error) => {
      // Another checkout was as quick.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

function pip(target) {
  return runCommand(
    'python3',
    ['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary=:all:', '--no-cache-dir']
      // Compiling what no program imports would take as long as all the rest.
      .concat('--no-compile', '--target', target, '--requirement', LIST),
    { env: { PIP_DISABLE_PIP_VERSION_CHECK: '1' } },
  );
}
