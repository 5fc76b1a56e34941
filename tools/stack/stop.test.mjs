import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import {
  assertNothingLies,
  assertNothingRuns,
  launch,
  makeHome,
  readRecord,
  start,
} from './drive-supervisor.mjs';
import { lives } from './read-process.mjs';
import { waitUntil } from './wait-until.mjs';

async function assertNextStartWorks(home) {
  const { run, ...record } = await start(home);
  process.kill(run.child.pid, 'SIGTERM');
  assert.equal(await run.ended, 0, run.stderr);
  await assertNothingRuns(home, record);
  assertNothingLies(home);
}

for (const [what, signal, group] of [
  ['Ctrl-C (SIGINT to the process group)', 'SIGINT', true],
  ['SIGTERM', 'SIGTERM', false],
]) {
  test(`${what} leaves no process, socket or lock, and the next start works`, async (t) => {
    const home = await makeHome(t);
    const { run, ...record } = await start(home);
    process.kill(group ? -run.child.pid : run.child.pid, signal);
    assert.equal(await run.ended, 0, run.stderr);
    assert.equal(run.stderr, '', 'the children did not see the signal: no restart was announced');
    await assertNothingRuns(home, record);
    assertNothingLies(home);
    await assertNextStartWorks(home);
  });
}

test('kill -9 of the supervisor ends the children too, and the next start works', async (t) => {
  const home = await makeHome(t);
  const { run, ...record } = await start(home);
  process.kill(run.child.pid, 'SIGKILL');
  await assertNothingRuns(home, record);
  await assertNextStartWorks(home);
});

test('kill -9 of the supervisor, where the kernel cannot tell the children: the next start stops them', async (t) => {
  const home = await makeHome(t);
  const { run, ...record } = await start(home, {
    env: { PATH: await pathWithout('setpriv', home) },
  });
  process.kill(run.child.pid, 'SIGKILL');
  await run.ended;
  assert.ok(lives(record.children.postgres) && lives(record.children.temporal), 'they live on');
  await assertNextStartWorks(home);
  await assertNothingRuns(home, record);
});

test('kill -9 of everything at once: the next start works', async (t) => {
  const home = await makeHome(t);
  const { run, ...record } = await start(home);
  for (const { pid } of [record.supervisor, ...Object.values(record.children)]) {
    process.kill(pid, 'SIGKILL');
  }
  await run.ended;
  await assertNextStartWorks(home);
});

test('locks that name a living stranger (pids come again after a reboot) hinder nothing', async (t) => {
  const home = await makeHome(t);
  const { run, supervisor, children } = await start(home);
  process.kill(run.child.pid, 'SIGTERM');
  await run.ended;
  const stranger = { pid: process.pid, started: 'at another time' };
  await writeFile(
    join(home, 'run.json'),
    JSON.stringify({ supervisor: stranger, children: { postgres: stranger } }),
  );
  await writeFile(join(home, 'postgres', 'postmaster.pid'), `${process.pid}\n`);
  await mkdir(join(home, 'run'), { recursive: true, mode: 0o700 });
  await writeFile(join(home, 'run', '.s.PGSQL.5432.lock'), `${process.pid}\n`);
  await assertNextStartWorks(home);
  await assertNothingRuns(home, { supervisor, children });
});

test('SIGTERM in the middle of a start leaves nothing', async (t) => {
  const home = await makeHome(t);
  const run = launch(home);
  await waitUntil(() => readRecord(home)?.children.postgres !== undefined, 60_000);
  const record = readRecord(home);
  process.kill(run.child.pid, 'SIGTERM');
  assert.equal(await run.ended, 0, run.stderr);
  assert.equal(run.stdout, '', 'it does not claim to be ready');
  await assertNothingRuns(home, record);
  assertNothingLies(home);
});

test('the stack stops when the program that started it closes its stdin', async (t) => {
  const home = await makeHome(t);
  const { run, ...record } = await start(home, { args: ['--until-stdin-closes'] });
  run.child.stdin.end();
  assert.equal(await run.ended, 0, run.stderr);
  await assertNothingRuns(home, record);
});

test('the whole stack: killed children come back, kill -9 and Ctrl-C leave nothing', async (t) => {
  const home = await makeHome(t);
  const services = 'postgres,temporal,api,worker';
  const first = await start(home, { services });
  const isBack = (name) => () => readRecord(home).children[name].pid !== first.children[name].pid;
  for (const name of ['api', 'worker']) {
    process.kill(first.children[name].pid, 'SIGKILL');
    assert.ok(await waitUntil(isBack(name), 20_000), `${name} is started again`);
  }
  const healthy = async () => (await fetch(`${first.address}/api/health`)).status === 200;
  assert.ok(await waitUntil(healthy, 30_000), 'the API answers again');
  const killed = readRecord(home);
  process.kill(first.run.child.pid, 'SIGKILL');
  await assertNothingRuns(home, killed);
  const { run, ...second } = await start(home, { services });
  process.kill(-run.child.pid, 'SIGINT');
  assert.equal(await run.ended, 0, run.stderr);
  await assertNothingRuns(home, second);
  assertNothingLies(home);
});

/** A PATH with all that a start needs but one program. */
async function pathWithout(hidden, home) {
  const folder = join(dirname(home), 'bin');
  await mkdir(folder);
  for (const name of ['unshare', 'setpriv', 'true'].filter((other) => other !== hidden)) {
    const places = process.env.PATH.split(delimiter).map((place) => join(place, name));
    const found = places.find((place) => existsSync(place));
    if (found) await symlink(found, join(folder, name));
  }
  return folder;
}
