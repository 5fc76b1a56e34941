#!/usr/bin/env node
// For tests: PostgreSQL and Temporal on a temporary folder. Prints one line of JSON {home, env, pids} on stdout and
// stops, leaving nothing behind, when its stdin closes or on a signal.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem } from './setup/problem.mjs';
import { startStack } from './stack/start-stack.mjs';

const control = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => control.abort());
process.stdin.resume().on('close', () => control.abort());

const home = await mkdtemp(join(tmpdir(), 'graft-services-'));
try {
  const { env, pids, stop } = await startStack({
    home,
    services: ['postgres', 'temporal'],
    onLine: (line) => console.error(line),
    signal: control.signal,
  });
  if (!control.signal.aborted) {
    console.log(JSON.stringify({ home, env, pids }));
    await new Promise((resolve) => control.signal.addEventListener('abort', resolve));
  }
  await stop();
} catch (error) {
  console.error(describeProblem(error));
  process.exitCode = 1;
} finally {
  await rm(home, { recursive: true, force: true });
}
