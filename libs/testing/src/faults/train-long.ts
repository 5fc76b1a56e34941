import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { repository } from '../repository';
import { until } from '../services';
import { Dice } from './dice';
import { GraftStack } from './graft-stack';
import type { Fault } from './plan-round';
import { sendRun } from './send-runs';

export interface LongOptions {
  minutes: number;
  kills: number;
  seed: number;
  say: (line: string) => void;
}

export interface LongResult {
  epochs: number;
  kills: number;
  undisturbedSeconds: number;
  disturbedSeconds: number;
  /** Digests of the learned weights are the same. */
  sameWeights: boolean;
  /** Disturbed time, less a heartbeat timeout for each kill, to undisturbed time. */
  ratio: number;
}

const HEARTBEAT_SECONDS = 5;
/** Checkpoints every 10 s, as in production; real TensorFlow on one thread. */
const PROFILE = {
  engine: join(repository, 'apps', 'worker', 'dist', 'engine.js'),
  env: {
    GRAFT_HEARTBEAT_SECONDS: String(HEARTBEAT_SECONDS),
    GRAFT_CHECKPOINT_MIN_SECONDS: '10',
    GRAFT_CHECKPOINT_MAX_SECONDS: '10',
  },
};
const TRIAL_EPOCHS = 4;

/**
 * Trains for about so long, in peace and with kills at random, and compares time and weights. Both at
 * the same time, one thread each on a stack of its own: whatever else the machine does slows both.
 */
export async function trainLong({ minutes, kills, seed, say }: LongOptions): Promise<LongResult> {
  // Two stacks: the result must be computed again, not found.
  const stacks = await Promise.all([GraftStack.start(PROFILE), GraftStack.start(PROFILE)]);
  const [calm, struckAt] = stacks;
  try {
    await Promise.all(stacks.map((stack) => stack.untilHealthy()));
    const trial = { seed: seed + 1, epochs: TRIAL_EPOCHS, name: 'trial' };
    const tried = await Promise.all(stacks.map((stack) => train(stack, trial)));
    const slower = Math.max(...tried.map(({ seconds }) => seconds));
    const epochs = Math.min(1000, Math.ceil((minutes * 60 * TRIAL_EPOCHS) / slower));
    say(`${TRIAL_EPOCHS} epochs took ${slower.toFixed(1)} s: ${epochs} epochs`);
    const over = new AbortController();
    const striking = strike(struckAt, { kills, seed, say }, minutes * 60, over.signal);
    const [peace, war] = await Promise.all([
      train(calm, { seed, epochs, name: 'peace' }),
      train(struckAt, { seed, epochs, name: 'war' }),
    ]);
    over.abort();
    const struck = await striking;
    say(`undisturbed: ${peace.seconds.toFixed(1)} s, weights ${peace.weights.slice(0, 12)}`);
    say(`disturbed: ${war.seconds.toFixed(1)} s, weights ${war.weights.slice(0, 12)}`);
    return {
      ...{ epochs, kills: struck },
      undisturbedSeconds: peace.seconds,
      disturbedSeconds: war.seconds,
      sameWeights: war.weights === peace.weights,
      ratio: (war.seconds - struck * HEARTBEAT_SECONDS) / peace.seconds,
    };
  } finally {
    await Promise.all(stacks.map((stack) => stack.stop()));
  }
}

/** @returns how many blows fell before the training was over */
async function strike(
  stack: GraftStack,
  { kills, seed, say }: Omit<LongOptions, 'minutes'>,
  seconds: number,
  signal: AbortSignal,
): Promise<number> {
  const dice = new Dice(`long/${seed}`);
  const times = Array.from({ length: kills }, () => dice.next() * seconds).sort((a, b) => a - b);
  let [struck, now] = [0, 0];
  for (const at of times) {
    await wait((at - now) * 1000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return struck;
    now = at;
    const part = dice.pick([
      'worker',
      'worker-2',
      'engine',
      'temporal',
      'postgres',
      'api',
    ] as const);
    const fault: Fault =
      part === 'engine' ? { at, type: 'kill-engine' } : { at, type: 'kill', part };
    await stack.strike(fault);
    struck += 1;
    say(`  ${part} killed after ${at.toFixed(0)} s`);
  }
  return struck;
}

async function train(
  stack: GraftStack,
  { seed, epochs, name }: { seed: number; epochs: number; name: string },
): Promise<{ seconds: number; weights: string }> {
  const begun = performance.now();
  const run = await sendRun(stack, { idempotencyKey: name, model: name, wish: null, seed, epochs });
  const path = `/runs/${run.runId}`;
  const read = async (): Promise<RunReply> => (await (await stack.ask(path)).json()) as RunReply;
  await until(`the training ${name} is over`, async () => isOver(await read()), 4 * 3600);
  const seconds = (performance.now() - begun) / 1000;
  const step = (await read()).steps.find(({ kind }) => kind === 'train');
  if (step?.state !== 'succeeded') throw new Error(`the training ${name} is ${step?.state}`);
  const reply = await stack.ask(`${path}/steps/${step.stepId}/outputs/weights`);
  return { seconds, weights: (reply.headers.get('etag') ?? '').replaceAll('"', '') };
}

interface RunReply {
  status: string;
  steps: { stepId: string; kind: string; state: string }[];
}

function isOver({ status }: RunReply): boolean {
  return ['succeeded', 'failed', 'cancelled'].includes(status);
}
