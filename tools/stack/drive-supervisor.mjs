// For tests: runs `tools/start.mjs` as its own process group, as a terminal would, and looks at what it leaves.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { repo } from '../setup/paths.mjs';
import { tryPort } from './find-port.mjs';
import { endProcess, lives } from './read-process.mjs';
import { waitUntil } from './wait-until.mjs';

const script = join(repo, 'tools', 'start.mjs');

/** A data folder that is removed, with whatever still runs on it, when the test `t` ends. */
export async function makeHome(t, name = 'home') {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'graft-stack-')));
  const home = join(folder, name);
  t.after(async () => {
    const { supervisor, children = {} } = readRecord(home) ?? {};
    if (supervisor) await endProcess(supervisor, 'SIGKILL', 2000);
    for (const child of Object.values(children)) await endProcess(child, 'SIGKILL', 2000);
    await rm(folder, { recursive: true, force: true });
  });
  return home;
}

export function readRecord(home) {
  const path = join(home, 'run.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** Starts a supervisor; what it prints gathers in `stdout` and `stderr`. */
export function launch(home, { services = 'postgres,temporal', args = [], env = {} } = {}) {
  const options = [
    '--home',
    home,
    '--port',
    '0',
    '--services',
    services,
    '--skip-setup',
    '--quiet',
  ];
  const child = spawn(process.execPath, [script, ...options, ...args], {
    detached: true,
    env: { ...process.env, ...env },
  });
  const run = { child, stdout: '', stderr: '', code: undefined };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      run[name] += text;
    });
  }
  const closed = new Promise((resolve) => {
    child.once('close', (code) => {
      run.code = code;
      resolve(code);
    });
  });
  run.ended = Promise.race([closed, wait(60_000, 'it did not end', { ref: false })]);
  return run;
}

/** Starts a supervisor and waits for its line; resolves with the record of what runs. */
export async function start(home, options) {
  const run = launch(home, options);
  const ready = () => run.stdout.includes('Graft is ready at ') || run.code !== undefined;
  await waitUntil(ready, 60_000);
  assert.match(
    run.stdout,
    /^Graft is ready at http:\/\/127\.0\.0\.1:\d+\/#token=\S{43}\n$/,
    run.stderr,
  );
  return { ...readRecord(home), run };
}

/** Fails unless every process of a record is gone and its Temporal port and lock are free. */
export async function assertNothingRuns(home, { supervisor, children }) {
  const all = Object.entries({ supervisor, ...children });
  await waitUntil(() => all.every(([, identity]) => !lives(identity)), 15_000);
  assert.deepEqual(
    all.filter(([, identity]) => lives(identity)).map(([name]) => name),
    [],
  );
  const { temporal } = JSON.parse(readFileSync(join(home, 'ports.json'), 'utf8'));
  assert.equal(await tryPort(temporal), temporal, 'the port of Temporal is free');
}

/** Fails if a clean stop left a lock, a record or a socket. */
export function assertNothingLies(home) {
  const remains = [
    'run.json',
    'postgres/postmaster.pid',
    'run/.s.PGSQL.5432',
    'run/.s.PGSQL.5432.lock',
  ];
  assert.deepEqual(
    remains.filter((name) => existsSync(join(home, name))),
    [],
  );
}
