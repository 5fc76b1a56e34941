import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cacheFolder, repo } from './paths.mjs';
import { Problem } from './problem.mjs';

/** Does `work` while no other set-up of this checkout runs: two of them would break each other's files. */
export async function withSetupLock(reporter, work) {
  const name = createHash('sha256').update(repo).digest('hex').slice(0, 16);
  const lock = join(await makeCache(), `setup-${name}.lock`);
  await take(lock, reporter);
  try {
    await clearRemains();
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function makeCache() {
  const folder = cacheFolder();
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Problem(
      `the cache folder ${folder} cannot be made (${error.code})`,
      'set GRAFT_CACHE to a folder that you may write to and start again',
    );
  }
  return folder;
}

/** Removes half-made downloads and builds (`NAME.PID.new`) whose process is gone: they are large. */
async function clearRemains() {
  for (const name of await readdir(cacheFolder())) {
    const pid = /\.(\d+)\.new$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) {
      await rm(join(cacheFolder(), name), { recursive: true, force: true });
    }
  }
}

async function take(lock, reporter) {
  for (let said = false; ; said = true) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(lock, 'utf8').catch(() => '0'));
    if (holder && !isAlive(holder)) {
      await rm(lock, { force: true });
      continue;
    }
    if (!said) reporter.say(`Waiting for another set-up of ${repo} (process ${holder})`);
    await wait(200);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
