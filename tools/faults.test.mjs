import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { repo } from './setup/paths.mjs';

/** Runs `npm run faults` with arguments; what it says is shown when it fails. */
function breakThings(...args) {
  const child = spawn(process.execPath, [join(repo, 'tools', 'faults.mjs'), ...args]);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (text) => (said[name] += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

test('five rounds of kills, stops and freezes violate nothing', { timeout: 300_000 }, async () => {
  const { code, stdout, stderr } = await breakThings('--rounds', '5', '--seed', '2', '--json');
  assert.equal(code, 0, stderr);
  const { rounds, kills, violations } = JSON.parse(stdout.trim().split('\n').at(-1));
  assert.deepEqual({ rounds, violations }, { rounds: 5, violations: 0 });
  assert.ok(kills >= 5, stderr);
});

test('every invariant notices when what it promises does not hold', async () => {
  const { code, stderr } = await breakThings('--prove');
  assert.equal(code, 0, stderr);
  assert.equal(stderr.match(/: I\d+: /g)?.length, 12, stderr);
});
