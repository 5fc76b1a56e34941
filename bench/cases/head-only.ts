import { judgeDuel, mean, type BenchContext, type BenchResult } from '../harness/bench-case';
import { runKeras } from '../harness/keras-transfer';
import { partsOf, planOf, writePictures, type Parts } from '../harness/keras-inputs';
import { openLiveStack, readShipped } from '../harness/live-stack';
import { readTemplate } from '../harness/object-graph';
import { openBench } from '../harness/run-on-engine';

const TEMPLATE = 'objects-feature-extraction';
const SPLIT_SEEDS = [1, 2, 3, 4, 5];
/** Of the head: one seed alone moves the mean of five splits of 103 pictures by a point or two, on either side. */
const HEAD_SEEDS = [1, 2, 3, 4, 5, 6];
/** Between the mean accuracies, in points. */
const MOST_APART = 1;

/**
 * A head on a frozen base, 20 epochs, from raw pictures to an evaluated model: a fresh data folder
 * each time (nothing cached), the stack running; against `fit` and against one `predict` and a head.
 */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const folder = await writePictures(bench, context.folder);
  const splits: Parts[] = [];
  for (const seed of SPLIT_SEEDS) {
    splits.push(
      await partsOf(
        bench,
        planOf(bench, readTemplate(context.root, TEMPLATE, { split: { seed } })),
      ),
    );
  }
  const graph = readShipped(context.root, TEMPLATE);
  const [cold, warm, fit, script, scriptWork]: number[][] = [[], [], [], [], []];
  const accuracies: number[] = [];
  let keras = { accuracy: 0, accuracies: [] as readonly number[] };
  for (let round = 0; round < context.repeat; round++) {
    const stack = await openLiveStack(context);
    try {
      cold?.push((await stack.run(graph)).seconds);
      warm?.push((await stack.run(graph, { 'train.learningRate': 0.002 })).seconds);
      for (const seed of round === 0 ? HEAD_SEEDS : []) {
        for (const split of SPLIT_SEEDS) {
          const params = { 'split.seed': split, 'train.seed': seed };
          accuracies.push((await stack.run(graph, params)).accuracy);
        }
      }
    } finally {
      await stack.stop();
    }
    const once = runKeras(context, 'features', folder, { splits: splits.slice(0, 1) });
    script?.push(once.wall);
    scriptWork?.push(once.work);
    // Its random numbers go on from training to training.
    const trained = HEAD_SEEDS.flatMap(() => splits);
    if (round === 0) keras = runKeras(context, 'features', folder, { splits: trained });
    fit?.push(runKeras(context, 'fit', folder, { parts: splits[0] }).wall);
  }
  const accuracy = { graft: mean(accuracies), peer: keras.accuracy };
  const figures = { accuracies: { graft: accuracies, peer: keras.accuracies } };
  const duel = (
    name: string,
    atLeast: number,
    graft: readonly number[] = [],
    peer: readonly number[] = [],
  ) => judgeDuel({ case: name, atLeast, graft, peer, accuracy, figures });
  const again = duel('Second run, other learning rate, against the script again', 5, warm, script);
  return [
    duel('Head only, 20 epochs, cold, against fit', 20, cold, fit),
    duel('Head only, cold, against predict once and a head, start counted', 2.5, cold, script),
    duel(
      'Head only, cold, against predict once and a head, start not counted',
      1.5,
      cold,
      scriptWork,
    ),
    { ...again, target: '<= 3 s and >= 5 x', met: again.met && (again.graftSeconds ?? 99) <= 3 },
    judgeAccuracy(accuracy, figures),
  ];
}

function judgeAccuracy(
  { graft, peer }: { graft: number; peer: number },
  figures: Readonly<Record<string, unknown>>,
): BenchResult {
  const apart = 100 * (graft - peer);
  return {
    case: `Head only: accuracy, mean of ${String(SPLIT_SEEDS.length)} splits with ${String(HEAD_SEEDS.length)} seeds each`,
    target: `within ${String(MOST_APART)} point of Keras`,
    measured: `${(100 * graft).toFixed(1)} % against ${(100 * peer).toFixed(1)} %`,
    met: Math.abs(apart) <= MOST_APART,
    figures,
  };
}
