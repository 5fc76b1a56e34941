import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { repo } from '../setup/paths.mjs';
import { makeHome } from './drive-supervisor.mjs';
import { startStack } from './start-stack.mjs';
import { waitUntil } from './wait-until.mjs';

const EPOCHS = 8;
/** Pixels along an edge: small pictures, so that waiting for the dead is most of the time. */
const INPUT_SIZE = 32;
const LIMIT = 8 * 60_000;
/** Checkpoints at every epoch end, and a dead worker is noticed after five seconds. */
const env = { GRAFT_CHECKPOINT_MIN_SECONDS: '0', GRAFT_HEARTBEAT_SECONDS: '5' };

/** Milliseconds between two looks: an API that answers all the time takes the processor from a training, which yields. */
const PAUSE = 200;

/** The API of a stack; an answer that fails while a part is dead is `null`. */
function talkTo({ address, token }) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const ask = (path, init = {}) => fetch(`${address}/api/v1${path}`, { ...init, headers });
  const read = async (path) => {
    await wait(PAUSE);
    const reply = await ask(path).catch(() => null);
    return reply?.ok ? reply.json() : null;
  };
  return { ask, read };
}

async function startTraining(api) {
  const file = join(repo, 'assets/templates/objects-from-scratch.graph.json');
  const graph = JSON.parse(readFileSync(file, 'utf8'));
  const overrides = {
    'base.inputSize': INPUT_SIZE,
    'train.epochs': EPOCHS,
    'train.keepBest': false,
  };
  const body = JSON.stringify({ graph, overrides });
  const reply = await api.ask('/runs', { method: 'POST', body });
  assert.equal(reply.status, 202, await reply.clone().text());
  return (await reply.json()).runId;
}

const trainOf = (run) => run?.steps.find(({ kind }) => kind === 'train');

/** The training once it is in `epoch`, or over. */
async function untilEpoch(api, runId, epoch) {
  let train;
  const there = async () => {
    train = trainOf(await api.read(`/runs/${runId}`));
    return train?.state === 'succeeded' || (train?.progress?.epoch ?? 0) >= epoch;
  };
  assert.ok(await waitUntil(there, LIMIT), `epoch ${epoch} was not reached`);
  return train;
}

/** State of the ended run and the digest of the weights that it learned. */
async function endOf(api, runId) {
  let run = null;
  const over = async () => {
    run = (await api.read(`/runs/${runId}`)) ?? run;
    return ['succeeded', 'failed', 'cancelled', 'parked'].includes(run?.status);
  };
  assert.ok(await waitUntil(over, LIMIT), 'the run did not end');
  const reply = await api.ask(`/runs/${runId}/steps/${trainOf(run).stepId}/outputs/weights`);
  const weights = createHash('sha256').update(Buffer.from(await reply.arrayBuffer()));
  return { status: run.status, weights: weights.digest('hex'), models: run.models };
}

/** The heaviest child of the worker: the engine that trains. */
function findEngine(worker) {
  const children = readFileSync(`/proc/${worker}/task/${worker}/children`, 'utf8')
    .trim()
    .split(' ');
  const memory = (pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return children.map(Number).sort((a, b) => memory(b) - memory(a))[0];
}

async function strikeAll(api, stack, runId) {
  const blows = [
    () => process.kill(findEngine(stack.pids.worker), 'SIGKILL'),
    () => stack.kill('worker'),
    () => stack.kill('temporal'),
    () => stack.kill('postgres'),
  ];
  for (const [at, strike] of blows.entries()) {
    const train = await untilEpoch(api, runId, at + 2);
    assert.equal(train.state, 'running', `the training was over before blow ${at + 1}`);
    strike();
  }
}

/** Trains on a stack of its own, stopped whatever happens. */
async function train(t, disturb) {
  const stack = await startStack({ home: await makeHome(t), port: 0, env });
  try {
    const api = talkTo(stack);
    const runId = await startTraining(api);
    await disturb?.(api, stack, runId);
    return await endOf(api, runId);
  } finally {
    await stack.stop();
  }
}

test('a training survives kill -9 of engine, worker, Temporal and PostgreSQL with the same weights', async (t) => {
  const disturbed = await train(t, strikeAll);
  assert.equal(disturbed.status, 'succeeded');
  const undisturbed = await train(t);
  assert.equal(undisturbed.status, 'succeeded');
  assert.equal(disturbed.weights, undisturbed.weights);
  assert.equal(disturbed.models.length, 1);
});
