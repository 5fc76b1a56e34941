import type { Graph, Json } from '@graft/graph';
import { GraphDraft } from './graph-draft';
import type { TransferTraining, TransferWay } from './transfer-ways';

/** A data set by the name graphs use and the name people read. */
interface Named {
  readonly ref: string;
  readonly name: string;
}

export const COMPARE_NODE = 'which';
/** How the names of these graphs begin. */
export const WHICH_TRANSFER = 'Which transfer?';
const FOLDS = { folds: 5, validation: 0.15, earlyStopping: 4, monitor: 'validation-loss' };

/** Parameters of the cross-validation of each way. From scratch gets three rates to choose from. */
const TRAININGS: Readonly<Record<TransferTraining, Readonly<Record<string, Json>>>> = {
  head: { ...FOLDS, epochs: 25, tryRates: [0.01, 0.001] },
  'fine-tune': { ...FOLDS, epochs: 20, fineTuneEpochs: 4, fineTuneRate: 3e-4 },
  scratch: { ...FOLDS, epochs: 20, tryEpochs: 3, tryRates: [0.003, 0.001, 0.0003] },
  'random-features': { ...FOLDS, epochs: 25, tryRates: [0.01, 0.001] },
};

/**
 * A graph that cross-validates every way on the same folds and compares them: it is run, stopped and
 * resumed like all graphs, and each base runs once a cut, whatever learns above it; in int8 where the
 * precision is fast.
 */
export function drawWhichTransfer(
  dataset: Named,
  ways: readonly TransferWay[],
  precision: 'exact' | 'fast' = 'exact',
): Graph {
  const draft = new GraphDraft(`${WHICH_TRANSFER} ${dataset.name}`.slice(0, 200));
  draft.node('data', 'dataset', { dataset: dataset.ref });
  for (const way of ways) {
    const head = drawModel(draft, way, 'data');
    const params = {
      ...TRAININGS[way.training],
      fineTuneBlocks: way.fineTuneBlocks,
      ...(precision === 'fast' && mayHurry(way) ? { precision } : {}),
    };
    draft.node(`${way.id}-folds`, 'cross-validate', params, way.title);
    draft.wire(head, `${way.id}-folds.model`).wire('data', `${way.id}-folds.dataset`);
  }
  const names = ways.map(({ title }) => title);
  const pairs = listPairs(ways);
  draft.node(COMPARE_NODE, 'compare', { names, baseline: ways.length, pairs }, WHICH_TRANSFER);
  for (const way of ways) draft.wire(`${way.id}-folds.report`, `${COMPARE_NODE}.reports`);
  return draft.build();
}

/** Values of random weights say nothing about the scales that int8 needs: they stay exact. */
function mayHurry({ base, training }: TransferWay): boolean {
  return base !== null && training !== 'random-features';
}

/** One way as a graph to go on with: one split, training, a report and a registered model. */
export function drawWay(dataset: Named, way: TransferWay): Graph {
  const draft = new GraphDraft(`${dataset.name}: ${way.title}`.slice(0, 200));
  draft.node('data', 'dataset', { dataset: dataset.ref });
  draft.node('split', 'split', { group: 'near-duplicates' }).wire('data', 'split');
  const head = drawModel(draft, { ...way, id: 'model' }, 'split.train');
  draft.node('train', 'train', {
    epochs: TRAININGS[way.training]['epochs'] ?? 20,
    earlyStopping: FOLDS.earlyStopping,
    learningRate: 0.001,
  });
  draft.wire(head, 'train.model');
  draft.wire('split.train', 'train.train').wire('split.validation', 'train.validation');
  let trained = 'train.model';
  if (way.fineTuneBlocks > 0) {
    draft.node('tune', 'fine-tune', { blocks: way.fineTuneBlocks }).wire(trained, 'tune.model');
    draft.wire('split.train', 'tune.train').wire('split.validation', 'tune.validation');
    trained = 'tune.model';
  }
  draft.node('evaluate', 'evaluate').wire(trained, 'evaluate.model');
  draft.wire('split.test', 'evaluate.dataset');
  draft.node('register', 'register-model', { name: nameModel(dataset.ref) });
  draft.wire(trained, 'register.model').wire('evaluate.report', 'register.report');
  return draft.build();
}

/** Tuned against not tuned, and learned features against random ones; counted from 1. */
function listPairs(ways: readonly TransferWay[]): number[][] {
  return ways.flatMap((way, index) => {
    const random = ways.findIndex(
      ({ base, training }) => training === 'random-features' && base === way.base,
    );
    if (way.training === 'head' && way.cut === null && random >= 0)
      return [[index + 1, random + 1]];
    if (way.training !== 'fine-tune') return [];
    const plain = ways.findIndex(
      ({ base, cut, training }) => training === 'head' && base === way.base && cut === way.cut,
    );
    return plain < 0 ? [] : [[index + 1, plain + 1]];
  });
}

/** Draws base, cut, freeze and head of a way; gives the id of the head. */
function drawModel(draft: GraphDraft, way: TransferWay, data: string): string {
  const id = (name: string) => `${way.id}-${name}`;
  let model = id('base');
  if (way.base === null) {
    draft.node(model, 'new-model', { preset: 'small-cnn', inputSize: 48 }).wire(data, model);
  } else {
    draft.node(model, 'base-model', { base: way.base });
    const add = (name: string, kind: string, params: Record<string, Json> = {}) => {
      draft.node(id(name), kind, params).wire(model, id(name));
      model = id(name);
    };
    if (way.cut !== null) add('cut', 'cut-layers', { mode: 'layer', layer: way.cut });
    if (way.training === 'random-features') {
      add('random', 'reinitialise-layers', { mode: 'last-blocks', blocks: 1000 });
    }
    add('freeze', 'freeze-layers');
  }
  draft.node(id('head'), 'add-head').wire(model, id('head.model')).wire(data, id('head.dataset'));
  return id('head');
}

function nameModel(ref: string): string {
  const name = ref.toLowerCase().replace(/[^a-z0-9._-]+/g, '-');
  return /^[a-z0-9]/.test(name) ? name.slice(0, 64) : 'my-model';
}
