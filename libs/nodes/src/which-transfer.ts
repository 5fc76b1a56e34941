import type { Graph, Json, Resources } from '@graft/graph';
import { listStages, type BaseCard, type Stage } from '@graft/model';
import { GraphDraft } from './graph-draft';

/** How the layers that are kept learn on. */
export type TransferTraining = 'head' | 'fine-tune' | 'scratch' | 'random-features';

/** One way of transferring: a row of the table. */
export interface TransferWay {
  /** Also the prefix of its nodes' ids. */
  readonly id: string;
  /** In words: "EfficientNet-Lite0 up to block5, new head". */
  readonly title: string;
  /** Name of a base for graphs; null: a small network of its own. */
  readonly base: string | null;
  /** Layer after which the base is cut; null: at its feature layer. */
  readonly cut: string | null;
  readonly training: TransferTraining;
  /** Of the base, from the head down, that train in a second phase. */
  readonly fineTuneBlocks: number;
}

/** A data set by the name graphs use and the name people read. */
interface Named {
  readonly ref: string;
  readonly name: string;
}

export const COMPARE_NODE = 'which';
/** How the names of these graphs begin. */
export const WHICH_TRANSFER = 'Which transfer?';
/** More cut points than this tell little and take long. */
const MOST_STAGES = 7;
const MOST_BASES = 3;
const FOLDS = { folds: 5, validation: 0.15, earlyStopping: 4, monitor: 'validation-loss' };

/** Parameters of the cross-validation of each way. From scratch gets three rates to choose from. */
const TRAININGS: Readonly<Record<TransferTraining, Readonly<Record<string, Json>>>> = {
  head: { ...FOLDS, epochs: 25, tryRates: [0.01, 0.001] },
  'fine-tune': { ...FOLDS, epochs: 20, fineTuneEpochs: 4, fineTuneRate: 3e-4 },
  scratch: { ...FOLDS, epochs: 12, tryEpochs: 3, tryRates: [0.003, 0.001, 0.0003] },
  'random-features': { ...FOLDS, epochs: 25, tryRates: [0.01, 0.001] },
};

/**
 * The ways of transferring that are worth trying on a data set of pictures: every base cut at several
 * depths under a new head, the last blocks tuned, and, to compare with, random features and a small
 * network from scratch. From scratch comes last: it is the baseline.
 */
export function listTransferWays(bases: readonly BaseCard[]): TransferWay[] {
  const ways = bases.slice(0, MOST_BASES).flatMap((base, index) => {
    const stages = sampleStages(listStages(base.spec));
    return [
      makeWay(base, null, 'head'),
      ...stages.map((stage) => makeWay(base, stage, 'head')),
      makeWay(base, null, 'fine-tune', 1),
      makeWay(base, null, 'fine-tune', 2),
      ...stages.slice(0, 1).map((stage) => makeWay(base, stage, 'fine-tune', 1)),
      ...(index === 0 ? [makeWay(base, null, 'random-features')] : []),
    ];
  });
  const scratch: Omit<TransferWay, 'id'> = {
    ...{ title: 'Small CNN from scratch', base: null, cut: null },
    ...{ training: 'scratch', fineTuneBlocks: 0 },
  };
  return [...ways, scratch].map((way, index) => ({ ...way, id: `way-${index + 1}` }));
}

function makeWay(
  base: BaseCard,
  stage: Stage | null,
  training: TransferTraining,
  fineTuneBlocks = 0,
): Omit<TransferWay, 'id'> {
  const kept = stage === null ? base.name : `${base.name} up to ${stage.name}`;
  const title = `${kept}, ${describeTraining(training, fineTuneBlocks)}`.slice(0, 100);
  return { title, base: base.ref, cut: stage?.layer ?? null, training, fineTuneBlocks };
}

function describeTraining(training: TransferTraining, blocks: number): string {
  switch (training) {
    case 'head':
      return 'new head';
    case 'fine-tune':
      return `last ${blocks === 1 ? 'block' : `${blocks} blocks`} tuned`;
    case 'random-features':
      return 'random weights, new head';
    case 'scratch':
      return 'from scratch';
  }
}

/** Bases that read pictures: bundled ones first, then imported and registered ones. */
export function listPictureBases(resources: Resources): BaseCard[] {
  const order = ['bundled', 'imported', 'registered'];
  const rank = ({ origin }: BaseCard) => order.indexOf(origin ?? 'bundled');
  return resources
    .list('base')
    .filter(({ spec }) => spec.input.kind === 'image' && listStages(spec).length > 0)
    .sort((left, right) => rank(left) - rank(right));
}

/**
 * A graph that cross-validates every way on the same folds and compares them: it is run, stopped and
 * resumed as any graph, and each base runs once a cut, whatever learns above it.
 */
export function drawWhichTransfer(dataset: Named, ways: readonly TransferWay[]): Graph {
  const draft = new GraphDraft(`${WHICH_TRANSFER} ${dataset.name}`.slice(0, 200));
  draft.node('data', 'dataset', { dataset: dataset.ref });
  for (const way of ways) {
    const head = drawModel(draft, way, 'data');
    const params = { ...TRAININGS[way.training], fineTuneBlocks: way.fineTuneBlocks };
    draft.node(`${way.id}-folds`, 'cross-validate', params, way.title);
    draft.wire(head, `${way.id}-folds.model`).wire('data', `${way.id}-folds.dataset`);
  }
  const names = ways.map(({ title }) => title);
  const pairs = listPairs(ways);
  draft.node(COMPARE_NODE, 'compare', { names, baseline: ways.length, pairs }, WHICH_TRANSFER);
  for (const way of ways) draft.wire(`${way.id}-folds.report`, `${COMPARE_NODE}.reports`);
  return draft.build();
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

/** The ways of a graph that `drawWhichTransfer` drew, in its order; empty for another graph. */
export function readTransferWays({ nodes }: Graph): TransferWay[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes.flatMap((node): TransferWay[] => {
    const [, id] = /^(way-\d+)-folds$/.exec(node.id) ?? [];
    if (id === undefined) return [];
    const fineTuneBlocks = readNumber(node.params['fineTuneBlocks']);
    const base = readText(byId.get(`${id}-base`)?.params['base']);
    return [
      {
        id,
        title: node.title ?? id,
        base,
        cut: readText(byId.get(`${id}-cut`)?.params['layer']),
        training: trainingOf(base, byId.has(`${id}-random`), fineTuneBlocks),
        fineTuneBlocks,
      },
    ];
  });
}

function trainingOf(base: string | null, random: boolean, blocks: number): TransferTraining {
  if (base === null) return 'scratch';
  if (random) return 'random-features';
  return blocks > 0 ? 'fine-tune' : 'head';
}

function readText(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function readNumber(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
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

/** Evenly, from the deepest but one down: the whole base has a row of its own. */
function sampleStages(stages: readonly Stage[]): Stage[] {
  const inner = stages.slice(0, -1).filter(({ name }) => name !== 'stem');
  const count = Math.min(MOST_STAGES, inner.length);
  const places = Array.from({ length: count }, (_, at) =>
    Math.round(((at + 1) * inner.length) / count - 1),
  );
  return places.reverse().flatMap((place) => inner[place] ?? []);
}

function nameModel(ref: string): string {
  const name = ref.toLowerCase().replace(/[^a-z0-9._-]+/g, '-');
  return /^[a-z0-9]/.test(name) ? name.slice(0, 64) : 'my-model';
}
