import type { WhichTransferView } from '@graft/contracts';
import { followRun } from '../../apps/cli/src/stack/follow-run';
import type { BenchContext, BenchResult } from '../harness/bench-case';
import { openLiveStack } from '../harness/live-stack';

const DATASET = 'emoji-objects';
const LONGEST_SECONDS = 600;
const FEWEST_WAYS = 12;

/** The whole table of ways from one press on a stack that has computed nothing yet, to its verdict in words. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const stack = await openLiveStack(context);
  try {
    const { client } = stack;
    const started = performance.now();
    const { runId } = await client.startWhichTransfer({ body: { dataset: DATASET } });
    await followRun(client, runId, {
      onEvent: (event) => {
        if (event.type === 'step-state' && event.state === 'succeeded')
          process.stderr.write(`${event.stepId} `);
      },
    });
    const seconds = (performance.now() - started) / 1000;
    return [judge(await client.getWhichTransfer({ params: { runId } }), seconds)];
  } finally {
    await stack.stop();
  }
}

function judge({ status, ways, sentences }: WhichTransferView, seconds: number): BenchResult {
  const known = ways.filter(({ accuracy }) => accuracy !== null);
  const slowest = [...known].sort((a, b) => (b.seconds ?? 0) - (a.seconds ?? 0)).slice(0, 3);
  const named = slowest.map(({ title, seconds: own }) => `${title} ${(own ?? 0).toFixed(0)} s`);
  return {
    case: `Which transfer? on ${DATASET}: ${String(known.length)} ways, 5 folds each, nothing computed before`,
    target: `>= ${String(FEWEST_WAYS)} ways in <= ${String(LONGEST_SECONDS)} s`,
    measured: `${seconds.toFixed(0)} s; the slowest: ${named.join(', ')}`,
    met: status === 'succeeded' && known.length >= FEWEST_WAYS && seconds <= LONGEST_SECONDS,
    figures: {
      seconds,
      sentences,
      ways: known.map((way) => [way.title, way.accuracy, way.low, way.high, way.seconds]),
    },
  };
}
