import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { repo } from '../setup/paths.mjs';
import { makeHome } from './drive-supervisor.mjs';
import { startStack } from './start-stack.mjs';

const engine = join(repo, 'libs/testing/src/fake-engine/fake-engine.mjs');
const env = { GRAFT_CHECKPOINT_MIN_SECONDS: '0', GRAFT_HEARTBEAT_SECONDS: '5' };
/** Milliseconds after a request was sent, at which the API dies: before, while and after it is carried out. */
const MOMENTS = [0, 4, 12, 40];

async function startHere(t) {
  const stack = await startStack({
    ...{ home: await makeHome(t), port: 0, engine, env, longestPause: 500 },
  });
  const headers = { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' };
  const ask = (path, init = {}) =>
    fetch(`${stack.address}/api/v1${path}`, { ...init, headers: { ...headers, ...init.headers } });
  return { stack, ask };
}

/** Asks, kills the API meanwhile, and asks for the same again until it is answered. */
async function askAndKill({ stack, ask }, moment, path, init) {
  const first = ask(path, init).catch(() => null);
  await wait(moment);
  stack.kill('api');
  await first;
  return askUntilAnswered({ ask }, path, init);
}

async function askUntilAnswered({ ask }, path, init) {
  for (let tries = 0; tries < 600; tries += 1) {
    const reply = await ask(path, init).catch(() => null);
    if (reply !== null && reply.status < 500) {
      assert.ok(reply.ok, `${reply.status} ${await reply.clone().text()}`);
      return reply.json();
    }
    await wait(50);
  }
  throw new Error(`${path} was not answered`);
}

function describeRun(key, overrides) {
  const file = join(repo, 'assets/templates/objects-from-scratch.graph.json');
  const body = JSON.stringify({ graph: JSON.parse(readFileSync(file, 'utf8')), overrides });
  return { method: 'POST', headers: { 'idempotency-key': key }, body };
}

/** Follows a run to its end as browsers do: from the last event seen, again when the connection is lost. */
async function follow({ ask }, runId, onEvent) {
  const seen = [];
  let [last, ended, openings] = [null, false, 0];
  while (!ended) {
    const headers = last === null ? {} : { 'last-event-id': last };
    const reply = await ask(`/events?run=${runId}`, { headers }).catch(() => null);
    if (!reply?.ok) {
      await wait(50);
      continue;
    }
    openings += 1;
    try {
      for await (const { id, name, data } of readFrames(reply.body)) {
        if (name === 'events') for (const event of JSON.parse(data)) seen.push(event);
        if (id !== null) last = id;
        const end = seen.at(-1);
        ended = end?.type === 'run-state' && ['succeeded', 'failed'].includes(end.state);
        if (ended) break;
        onEvent(openings);
      }
    } catch {
      // The API is gone.
    }
  }
  return { seen, openings };
}

async function* readFrames(body) {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const frames = (text + chunk).split('\n\n');
    text = frames.pop();
    for (const frame of frames) {
      const field = (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1] ?? null;
      yield { id: field('id'), name: field('event'), data: field('data') };
    }
  }
}

test('an API that dies while runs are sent, followed and steered does everything once and misses no event', async (t) => {
  const here = await startHere(t);
  try {
    const sent = [];
    for (const moment of MOMENTS) {
      const name = `died-after-${moment}`;
      const init = describeRun(name, { 'train.epochs': 2, 'register.name': name });
      sent.push((await askAndKill(here, moment, '/runs', init)).runId);
    }
    const long = describeRun('long', { 'train.epochs': 600, 'train.seed': 9 });
    const { runId } = await askUntilAnswered(here, '/runs', long);
    const { steps } = await askUntilAnswered(here, `/runs/${runId}`, {});
    const train = steps.find(({ kind }) => kind === 'train').stepId;
    const rate = { method: 'POST', body: JSON.stringify({ value: 0.005 }) };
    let wished = null;
    const killed = new Set();
    // Each connection is followed to its death: after the first one, with a wish under way, and once more.
    const { seen, openings } = await follow(here, runId, (opening) => {
      if (opening === 2) {
        wished ??= askAndKill(here, 4, `/runs/${runId}/steps/${train}/learning-rate`, rate);
      } else if (opening <= 3 && !killed.has(opening)) {
        killed.add(opening);
        here.stack.kill('api');
      }
    });
    await wished;
    assert.deepEqual(
      seen.map(({ seq }) => seq),
      seen.map((_, at) => at + 1),
    );
    assert.equal(seen.at(-1).state, 'succeeded');
    assert.ok(openings > 3, `the stream was opened ${openings} times`);
    const notes = seen.filter(({ code }) => code?.startsWith('course.')).map(({ code }) => code);
    assert.deepEqual(notes, ['course.learning-rate', 'course.learning-rate-changed']);
    const { runs } = await askUntilAnswered(here, '/runs', {});
    assert.deepEqual(runs.map((run) => run.runId).sort(), [...sent, runId].sort());
  } finally {
    await here.stack.stop();
  }
});
