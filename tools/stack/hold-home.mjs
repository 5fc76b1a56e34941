import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../setup/keep-stamps.mjs';
import { Problem } from '../setup/problem.mjs';
import { endProcess, identify, lives } from './read-process.mjs';

const LEFTOVER_PATIENCE = 10_000;

/**
 * Takes a data folder for this process, once what an earlier supervisor left behind is stopped.
 * `run.json` is both the lock and the record of who runs: pid and start time, never only a name.
 */
export async function holdHome(home, { address, stopSignals }) {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const path = join(home, 'run.json');
  const record = { supervisor: identify(process.pid), address, children: {} };
  while (!(await create(path, record))) {
    const former = await read(path);
    if (former && lives(former.supervisor)) refuse(home, former);
    await clearFormer(path, former, stopSignals);
  }
  // One after the other: what was noted last must be what stays.
  let saved = Promise.resolve();
  const save = () => {
    const write = () => writeWhole(path, JSON.stringify(record, null, 2), 0o600);
    return (saved = saved.then(write, write));
  };
  return {
    note: (name, pid) => {
      record.children[name] = identify(pid);
      return save();
    },
    move: (to) => {
      record.address = to;
      return save();
    },
    letGo: () => rm(path, { force: true }),
  };
}

function refuse(home, { address, supervisor }) {
  throw new Problem(
    `Graft already runs on ${home} at ${address} (process ${supervisor.pid})`,
    'use that one, stop it, or choose another folder with GRAFT_HOME',
  );
}

// A link appears with its content and only if nothing is there: two starts cannot both win.
async function create(path, record) {
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(record, null, 2), { mode: 0o600 });
  try {
    await link(fresh, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}

async function read(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}

async function clearFormer(path, former, stopSignals) {
  const children = Object.entries(former?.children ?? {});
  for (const [service, signal] of Object.entries(stopSignals)) {
    // A second worker is called `worker-2`.
    const those = children.filter(([name]) => name.split('-')[0] === service);
    for (const [, child] of those) await endProcess(child, signal, LEFTOVER_PATIENCE);
  }
  const aside = `${path}.${process.pid}.old`;
  await rename(path, aside).catch(() => {});
  const moved = await read(aside);
  // Another start was quicker and this is its record, not the old one: give it back.
  if (moved && lives(moved.supervisor)) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}
