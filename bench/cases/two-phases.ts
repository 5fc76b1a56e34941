import { judgeDuel, type BenchContext, type BenchResult } from '../harness/bench-case';
import { runKeras } from '../harness/keras-transfer';
import { partsOf, planOf, stepOf, writePictures } from '../harness/keras-inputs';
import { openLiveStack } from '../harness/live-stack';
import { readTemplate } from '../harness/object-graph';
import { openBench } from '../harness/run-on-engine';

/** Head for 5 epochs, then the last two blocks for 10. Both with Adam at constant rates. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const folder = await writePictures(bench, context.folder);
  const rate = 1e-4;
  const graph = readTemplate(context.root, 'objects-fine-tune', {
    train: { epochs: 5 },
    tune: { epochs: 10, blocks: 2, learningRate: rate, schedule: 'constant', warmUp: 0 },
  });
  const plan = planOf(bench, graph);
  const spec = plan.models[stepOf(plan, 'fine-tune').models['model'] ?? ''];
  const trainable = spec?.layers.filter((layer) => layer.trainable).map(({ name }) => name);
  const second = { epochs: 10, learningRate: rate, trainable };
  const [graft, peer]: [number[], number[]] = [[], []];
  const accuracy = { graft: 0, peer: 0 };
  for (let round = 0; round < context.repeat; round++) {
    const stack = await openLiveStack(context);
    try {
      const timed = await stack.run(graph);
      graft.push(timed.seconds);
      accuracy.graft += timed.accuracy / context.repeat;
    } finally {
      await stack.stop();
    }
    const parts = await partsOf(bench, plan);
    const keras = runKeras(context, 'phases', folder, { parts, epochs: 5, second });
    peer.push(keras.wall);
    accuracy.peer += keras.accuracy / context.repeat;
  }
  const name = 'Two phases: head 5 epochs, last two blocks 10 epochs, against fit';
  return [judgeDuel({ case: name, atLeast: 2, graft, peer, accuracy })];
}
