import { judgeDuel, mean, type BenchContext, type BenchResult } from '../harness/bench-case';
import { runKeras } from '../harness/keras-transfer';
import { partsOf, planOf, writePictures } from '../harness/keras-inputs';
import { openLiveStack, readShipped } from '../harness/live-stack';
import { openBench } from '../harness/run-on-engine';

const TEMPLATE = 'objects-feature-extraction';
const SPLIT_SEEDS = [1, 2, 3, 4, 5];
const FAST = { 'train.precision': 'fast' };

/** The same with the frozen base in int8, calibrated on training pictures; cold each time. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const folder = await writePictures(bench, context.folder);
  const graph = readShipped(context.root, TEMPLATE);
  const parts = await partsOf(bench, planOf(bench, graph));
  const cold: number[] = [];
  const fit: number[] = [];
  const exact: number[] = [];
  const fast: number[] = [];
  for (let round = 0; round < context.repeat; round++) {
    const stack = await openLiveStack(context);
    try {
      cold.push((await stack.run(graph, FAST)).seconds);
      for (const seed of round === 0 ? SPLIT_SEEDS : []) {
        fast.push((await stack.run(graph, { ...FAST, 'split.seed': seed })).accuracy);
        exact.push((await stack.run(graph, { 'split.seed': seed })).accuracy);
      }
    } finally {
      await stack.stop();
    }
    fit.push(runKeras(context, 'fit', folder, { parts }).wall);
  }
  const lost = 100 * (mean(exact) - mean(fast));
  return [
    judgeDuel({
      case: 'Head only, 20 epochs, cold, fast precision, against fit',
      ...{ atLeast: 35, graft: cold, peer: fit },
      accuracy: { graft: mean(fast), peer: mean(exact) },
    }),
    {
      case: 'Fast precision: accuracy lost, mean over 5 splits (emoji-objects)',
      target: '<= 0.5 points',
      measured: `${lost.toFixed(2)} points (${mean(fast).toFixed(3)} against ${mean(exact).toFixed(3)} exact)`,
      met: lost <= 0.5,
      figures: { fast, exact },
    },
  ];
}
