import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunEvent } from '@graft/contracts';
import { followRun } from '../../apps/cli/src/stack/follow-run';
import { median, type BenchContext, type BenchResult } from '../harness/bench-case';
import { openLiveStack, type LiveStack } from '../harness/live-stack';
import { readTemplate } from '../harness/object-graph';

/** Of the tests; production has 120. */
const HEARTBEAT_SECONDS = 5;

const KILLS = 3;

/**
 * How long nobody computes a step after what computed it was killed: until the next attempt begins, by the times of
 * the run's own events. A killed worker is missed when its heartbeats end; then comes a pause of a second or two, and the
 * worker, which starts again meanwhile, takes the step.
 */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const stack = await openLiveStack(context, {
    GRAFT_HEARTBEAT_SECONDS: String(HEARTBEAT_SECONDS),
    GRAFT_CHECKPOINT_MIN_SECONDS: '0',
  });
  try {
    const [engine, worker]: [number[], number[]] = [[], []];
    for (let kill = 0; kill < KILLS; kill++) {
      // Each in a run of its own: the server waits longer after each loss of the same step.
      const training = await startTraining(stack, context.root, kill + 1);
      engine.push(await strike(training, () => process.kill(findEngine(stack), 'SIGKILL')));
      worker.push(await strike(training, () => stack.kill('worker')));
      await training.cancel();
    }
    return [judge('an engine', engine, 2), judge('a worker', worker, 6)];
  } finally {
    await stack.stop();
  }
}

interface Training {
  readonly events: readonly RunEvent[];
  cancel(): Promise<void>;
}

/** Small pictures for longer than the case takes. */
async function startTraining({ client }: LiveStack, root: string, seed: number): Promise<Training> {
  const graph = readTemplate(root, 'objects-from-scratch', {
    base: { inputSize: 32 },
    train: { epochs: 1000, keepBest: false, seed },
  });
  const { runId } = await client.startRun({ body: { graph } });
  const events: RunEvent[] = [];
  const followed = followRun(client, runId, { onEvent: (event) => void events.push(event) });
  return {
    events,
    async cancel() {
      await client.cancelRun({ params: { runId } });
      await followed;
    },
  };
}

/** Seconds from a blow to the next attempt. */
async function strike({ events }: Training, blow: () => void): Promise<number> {
  // Further than a checkpoint: deaths at the same batch would count as a crash loop.
  await untilSeen(events, events.length, ({ type }) => type === 'checkpoint');
  const seen = events.length;
  const at = Date.now();
  blow();
  const next = await untilSeen(events, seen, isNextAttempt);
  return (Date.parse(next.at) - at) / 1000;
}

function isNextAttempt(event: RunEvent): boolean {
  return event.type === 'step-state' && (event.reason ?? '').startsWith('attempt ');
}

async function untilSeen(
  events: readonly RunEvent[],
  from: number,
  isWanted: (event: RunEvent) => boolean,
): Promise<RunEvent> {
  for (;;) {
    const found = events.slice(from).find(isWanted);
    if (found !== undefined) return found;
    await wait(100);
  }
}

/** The heaviest child of the worker: the engine that trains. */
function findEngine({ pids }: LiveStack): number {
  const worker = String(pids['worker']);
  const children = readFileSync(`/proc/${worker}/task/${worker}/children`, 'utf8');
  const pages = (pid: string) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  const [heaviest] = children
    .trim()
    .split(' ')
    .sort((left, right) => pages(right) - pages(left));
  return Number(heaviest);
}

function judge(what: string, seconds: readonly number[], most: number): BenchResult {
  const longest = Math.max(...seconds);
  return {
    case: `From killing ${what} to the next attempt, heartbeats within ${String(HEARTBEAT_SECONDS)} s`,
    target: `<= ${String(most)} s`,
    measured: `${median(seconds).toFixed(2)} s, at most ${longest.toFixed(2)} s`,
    met: longest <= most,
    figures: { seconds },
  };
}
