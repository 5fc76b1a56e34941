import { judgeDuel, mean, type BenchContext, type BenchResult } from '../harness/bench-case';
import { runKeras } from '../harness/keras-transfer';
import { partsOf, planOf, writePictures } from '../harness/keras-inputs';
import { readTemplate } from '../harness/object-graph';
import { openBench, runOnEngine } from '../harness/run-on-engine';

const EPOCHS = 2;
const RATE = 1e-4;

/** Every weight trains, batch normalisation keeps its statistics; seconds of an epoch. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const folder = await writePictures(bench, context.folder);
  const graph = readTemplate(context.root, 'objects-feature-extraction', {
    freeze: { mode: 'none', statistics: 'kept' },
    train: { epochs: EPOCHS, learningRate: RATE },
  });
  const plan = planOf(bench, graph);
  const parts = await partsOf(bench, plan);
  const [graft, peer]: [number[], number[]] = [[], []];
  const peaks: number[] = [];
  for (let round = 0; round < context.repeat; round++) {
    const run = await runOnEngine(bench, context.root, graph, new Map());
    const { rows } = (await bench.store.readJson(run.artifact('train', 'history').digest)) as {
      rows: { seconds: number }[];
    };
    const seconds = rows.map((row) => row.seconds);
    graft.push(((seconds.at(-1) ?? 0) - (seconds[0] ?? 0)) / EPOCHS);
    peaks.push(Number(run.done[run.step('train').id]?.provenance['peakMemoryBytes']) / 1024 ** 3);
    const keras = runKeras(context, 'all', folder, { parts, epochs: EPOCHS, learningRate: RATE });
    peer.push(mean(keras.epochs));
  }
  const figures = { peakGiB: peaks };
  const name = 'Everything trained, BatchNorm kept, per epoch, against fit';
  return [judgeDuel({ case: name, atLeast: 1.2, graft, peer, figures })];
}
