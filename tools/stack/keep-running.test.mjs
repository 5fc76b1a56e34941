import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { makeHome } from './drive-supervisor.mjs';
import { keepRunning } from './keep-running.mjs';
import { waitUntil } from './wait-until.mjs';

test('a part whose start could not be noted is ended before it is started again', async (t) => {
  const log = `${await makeHome(t)}/logs/sleeper.log`;
  mkdirSync(dirname(log), { recursive: true });
  const [pids, lines] = [[], []];
  const kept = keepRunning(
    {
      ...{ name: 'sleeper', title: 'The sleeper', command: 'sleep', args: ['600'], log },
      ...{ env: process.env, deathSignal: 'KILL', stopSignal: 'SIGTERM', stopPatience: 5000 },
      whenReady: async () => true,
    },
    {
      onLine: (line) => lines.push(line),
      onStart: async (_, pid) => {
        pids.push(pid);
        if (pids.length === 2) throw new Error('no space');
      },
    },
  );
  t.after(() => kept.stop());
  await kept.start();
  kept.kill();
  assert.ok(await waitUntil(async () => kept.pid !== null && kept.pid === pids[2], 20_000), lines);
  assert.equal(isAlive(pids[1]), false);
  assert.match(lines.join('\n'), /The sleeper could not be noted \(no space\)/);
});

test('a part that yields does so as a session too, where the kernel shares among sessions', async (t) => {
  if (!existsSync('/proc/self/autogroup')) return t.skip('this kernel has no groups by session');
  const log = `${await makeHome(t)}/logs/sleeper.log`;
  mkdirSync(dirname(log), { recursive: true });
  const kept = keepRunning(
    {
      ...{ name: 'sleeper', title: 'The sleeper', command: 'sleep', args: ['600'], log },
      ...{ env: process.env, deathSignal: 'KILL', stopSignal: 'SIGTERM', stopPatience: 5000 },
      ...{ yields: true, whenReady: async () => true },
    },
    { onLine: () => {}, onStart: async () => {} },
  );
  t.after(() => kept.stop());
  await kept.start();
  assert.match(readFileSync(`/proc/${kept.pid}/autogroup`, 'utf8'), /nice 10$/m);
});

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
