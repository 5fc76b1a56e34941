import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { waitUntil } from '../stack/wait-until.mjs';
import { repo } from './paths.mjs';

/** A set-up whose Temporal program answers only when it is ended, so that it can be caught in the middle. */
async function startSlowSetup(t) {
  const folder = await mkdtemp(join(tmpdir(), 'graft-setup-'));
  t.after(() => rm(folder, { recursive: true }));
  const cli = join(folder, 'temporal');
  const mark = join(folder, 'began');
  await writeFile(cli, `#!/bin/sh\necho $$ > ${mark}\nexec sleep 1000\n`);
  await chmod(cli, 0o755);
  const cache = join(folder, 'cache');
  await mkdir(join(cache, 'tensorflow-x.999999999.new'), { recursive: true });
  const env = { ...process.env, GRAFT_CACHE: cache, GRAFT_TEMPORAL_CLI: cli };
  const script = [
    `const { withSetupLock } = await import(${JSON.stringify(join(repo, 'tools/setup/lock-setup.mjs'))});`,
    `const { endingOnSignals } = await import(${JSON.stringify(join(repo, 'tools/setup/run-setup.mjs'))});`,
    `const { findTemporal } = await import(${JSON.stringify(join(repo, 'tools/setup/find-temporal.mjs'))});`,
    `await endingOnSignals((stopIfAsked) =>`,
    `  withSetupLock({ say() {} }, () => findTemporal().then(stopIfAsked)));`,
  ];
  const child = spawn(process.execPath, ['--input-type=module', '-e', script.join('\n')], { env });
  const run = { child, cache, stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (text) => (run.stderr += text));
  const closed = new Promise((resolve) => child.once('close', resolve));
  run.ended = Promise.race([closed, wait(10_000, 'it did not end', { ref: false })]);
  t.after(() => child.kill('SIGKILL') && process.kill(run.pid, 'SIGKILL'));
  await waitUntil(async () => (run.pid = Number(await readFile(mark, 'utf8'))) > 0, 10_000);
  return run;
}

test('SIGTERM during set-up ends its programs and releases its lock; remains of dead ones are cleared', async (t) => {
  const run = await startSlowSetup(t);
  assert.deepEqual(
    await readdir(run.cache).then((names) => names.map((name) => name.slice(0, 6))),
    ['setup-'],
  );
  run.child.kill('SIGTERM');
  assert.equal(await run.ended, 1);
  assert.match(run.stderr, /set-up was interrupted: start again to go on with it\./);
  assert.throws(() => process.kill(run.pid, 0), { code: 'ESRCH' });
  assert.deepEqual(await readdir(run.cache), []);
});
