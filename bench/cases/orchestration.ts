import { median, type BenchContext, type BenchResult } from '../harness/bench-case';
import { openLiveStack } from '../harness/live-stack';
import { readTemplate } from '../harness/object-graph';
import { openBench, runOnEngine } from '../harness/run-on-engine';

/** About three minutes of training on two cores with --full; a third of that without. */
const EPOCHS = process.env['GRAFT_BENCH_FULL'] === '1' ? 72 : 24;

/** The same training on a bare engine and as a run: Temporal, database, checkpoints, events. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const graph = readTemplate(context.root, 'objects-from-scratch', { train: { epochs: EPOCHS } });
  const [bare, whole]: [number[], number[]] = [[], []];
  const stack = await openLiveStack(context);
  try {
    for (let round = 0; round < context.repeat; round++) {
      const started = performance.now();
      await runOnEngine(bench, context.root, graph, new Map());
      bare.push((performance.now() - started) / 1000);
      // Another seed each time: the same training would be found in the cache.
      whole.push((await stack.run(graph, { 'train.seed': round + 1 })).seconds);
    }
  } finally {
    await stack.stop();
  }
  const share = 100 * (median(whole) / median(bare) - 1);
  return [
    {
      case: 'Orchestration on top of the bare engine',
      target: '<= 3 %',
      measured: `${share.toFixed(1)} %: ${median(whole).toFixed(1)} s against ${median(bare).toFixed(1)} s`,
      met: share <= 3,
      ...{ graftSeconds: median(whole), peerSeconds: median(bare) },
      figures: { whole, bare, epochs: EPOCHS },
    },
  ];
}
