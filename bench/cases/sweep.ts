import { judgeDuel, type BenchContext, type BenchResult } from '../harness/bench-case';
import { runKeras } from '../harness/keras-transfer';
import { partsOf, planOf, writePictures } from '../harness/keras-inputs';
import { openLiveStack, readShipped } from '../harness/live-stack';
import { openBench } from '../harness/run-on-engine';

const RATES = [1e-4, 2e-4, 3e-4, 5e-4, 7e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2];

/** Ten learning rates of the head, submitted at once to a cold stack; against ten calls of `fit`. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const folder = await writePictures(bench, context.folder);
  const graph = readShipped(context.root, 'objects-feature-extraction');
  const parts = await partsOf(bench, planOf(bench, graph));
  const [graft, peer]: [number[], number[]] = [[], []];
  for (let round = 0; round < context.repeat; round++) {
    const stack = await openLiveStack(context);
    try {
      const started = performance.now();
      await Promise.all(RATES.map((rate) => stack.run(graph, { 'train.learningRate': rate })));
      graft.push((performance.now() - started) / 1000);
    } finally {
      await stack.stop();
    }
    // One call is measured: ten would take half an hour and tell the same. The start counts once.
    const keras = runKeras(context, 'fit', folder, { parts });
    peer.push(keras.start + RATES.length * keras.work);
  }
  const name = 'Ten learning rates of the head, cold, against ten fit calls';
  return [judgeDuel({ case: name, atLeast: 60, graft, peer })];
}
