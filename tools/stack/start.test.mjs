import assert from 'node:assert/strict';
import { appendFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { launch, makeHome, readRecord, start } from './drive-supervisor.mjs';
import { lives } from './read-process.mjs';
import { startStack } from './start-stack.mjs';
import { waitUntil } from './wait-until.mjs';

const services = ['postgres', 'temporal'];

async function query(databaseUrl, text) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('data, token and Temporal port outlive a stop; the second start takes less than 15 s', async (t) => {
  const home = await makeHome(t, 'a folder with spaces, a comma and "quotes"');
  const first = await startStack({ home, services });
  await query(first.env.DATABASE_URL, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  const begun = performance.now();
  const second = await startStack({ home, services });
  assert.ok(performance.now() - begun < 15_000);
  assert.deepEqual(await query(second.env.DATABASE_URL, 'SELECT answer FROM kept'), [
    { answer: 42 },
  ]);
  assert.equal(second.token, first.token);
  assert.equal(second.env.GRAFT_TEMPORAL_ADDRESS, first.env.GRAFT_TEMPORAL_ADDRESS);
  assert.equal(statSync(join(home, 'token')).mode & 0o777, 0o600);
  assert.equal(statSync(home).mode & 0o777, 0o700);
  await second.stop();
});

test('a data folder with a path longer than a socket may have works', async (t) => {
  const home = await makeHome(t, `${'long'.repeat(40)}`);
  const stack = await startStack({ home, services: ['postgres'] });
  assert.deepEqual(await query(stack.env.DATABASE_URL, 'SELECT 1 AS one'), [{ one: 1 }]);
  await stack.stop();
});

for (const name of services) {
  test(`${name} is started again after kill -9, with one sentence`, async (t) => {
    const home = await makeHome(t);
    const lines = [];
    const stack = await startStack({ home, services, onLine: (line) => lines.push(line) });
    const before = stack.pids[name];
    stack.kill(name);
    const back = () => stack.pids[name] !== null && stack.pids[name] !== before;
    assert.ok(await waitUntil(back, 20_000));
    assert.match(
      lines[0],
      /^(PostgreSQL|Temporal) ended \(SIGKILL\) and is started again in .* s; see /,
    );
    await waitUntil(
      async () => (await query(stack.env.DATABASE_URL, 'SELECT 1')).length === 1,
      20_000,
    );
    assert.equal(readRecord(home).children[name].pid, stack.pids[name]);
    await stack.stop();
  });
}

test('a second start on the same folder says where the first one is', async (t) => {
  const home = await makeHome(t);
  const { run, supervisor, address } = await start(home);
  const second = launch(home);
  assert.equal(await second.ended, 1);
  assert.equal(
    second.stderr,
    `Graft already runs on ${home} at ${address} (process ${supervisor.pid}): ` +
      'use that one, stop it, or choose another folder with GRAFT_HOME.\n',
  );
  assert.ok(lives(supervisor), 'the first one is not disturbed');
  process.kill(run.child.pid, 'SIGTERM');
  assert.equal(await run.ended, 0);
});

test('of several starts at once exactly one wins', async (t) => {
  const home = await makeHome(t);
  const runs = [launch(home), launch(home), launch(home)];
  const settled = () =>
    runs.filter(({ code }) => code === 1).length === 2 && runs.some(({ stdout }) => stdout !== '');
  assert.ok(await waitUntil(settled, 60_000), runs.map(({ stderr }) => stderr).join('\n'));
  const winner = runs.find(({ code }) => code === undefined);
  process.kill(winner.child.pid, 'SIGTERM');
  assert.equal(await winner.ended, 0);
});

test('a start that is given up before it begins starts nothing and keeps nothing', async (t) => {
  const home = await makeHome(t);
  const stack = await startStack({ home, services, signal: AbortSignal.abort() });
  assert.deepEqual(stack.pids, {});
  await stack.stop();
  assert.equal(readRecord(home), null);
});

test('a start that is given up half-way stops what it started and starts no more', async (t) => {
  const home = await makeHome(t);
  const control = new AbortController();
  const starting = startStack({ home, services, signal: control.signal });
  const begun = () => readRecord(home)?.children.postgres;
  assert.ok(await waitUntil(begun, 30_000));
  const { children } = readRecord(home);
  control.abort();
  const stack = await starting;
  await stack.stop();
  assert.equal(lives(children.postgres), false);
  assert.equal(stack.pids.temporal ?? null, null);
});

test('a taken port is one sentence, and nothing was started for it', async (t) => {
  const home = await makeHome(t);
  const taken = createServer().listen(0, '127.0.0.1');
  t.after(() => taken.close());
  await waitUntil(() => taken.listening, 5000);
  const { port } = taken.address();
  const args = ['--port', String(port)];
  const run = launch(home, { services: 'postgres,temporal,api', args });
  assert.equal(await run.ended, 1);
  assert.match(
    run.stderr,
    new RegExp(`^the port ${port} of 127\\.0\\.0\\.1 is taken .*GRAFT_PORT[^\\n]*\\n$`),
  );
  assert.equal(readRecord(home), null);
});

test('a service that cannot start is named with the end of its log, and nothing stays', async (t) => {
  const home = await makeHome(t);
  const first = await startStack({ home, services: ['postgres'] });
  await first.stop();
  const settings = join(home, 'postgres', 'postgresql.conf');
  appendFileSync(settings, '\nno_such_setting = 1\n');
  await assert.rejects(startStack({ home, services }), {
    name: 'Problem',
    message: /^PostgreSQL does not start \(exit code 1\): .*contains errors.*postgres\.log/s,
  });
  assert.equal(readRecord(home), null);
});
