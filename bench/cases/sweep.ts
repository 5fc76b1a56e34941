import { judgeDuel, type BenchContext, type BenchResult } from '../harness/bench-case';
import { runKeras } from '../harness/keras-transfer';
import { partsOf, planOf, writePictures } from '../harness/keras-inputs';
import { openLiveStack, readShipped } from '../harness/live-stack';
import { openBench } from '../harness/run-on-engine';

const RATES = [1e-4, 2e-4, 3e-4, 5e-4, 7e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2];

/**
 * One run that varies the learning rate of the head over ten values, on a cold stack; against ten calls of `fit`. Both
 * sides look at the validation part after each epoch, neither at the test part.
 */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const folder = await writePictures(bench, context.folder);
  const graph = readShipped(context.root, 'objects-feature-extraction');
  const parts = await partsOf(bench, planOf(bench, graph));
  const [graft, peer]: [number[], number[]] = [[], []];
  for (let round = 0; round < context.repeat; round++) {
    const stack = await openLiveStack(context);
    try {
      const { seconds } = await stack.vary(graph, 'train.learningRate', RATES);
      graft.push(seconds);
    } finally {
      await stack.stop();
    }
    // One call is measured: ten would take half an hour and tell the same. The start counts once.
    const keras = runKeras(context, 'fit', folder, { parts });
    const epochs = keras.epochs.reduce((sum, seconds) => sum + seconds, 0);
    peer.push(keras.start + RATES.length * epochs);
  }
  const name = 'Ten learning rates of the head, cold, against ten fit calls';
  return [judgeDuel({ case: name, atLeast: 60, graft, peer })];
}
