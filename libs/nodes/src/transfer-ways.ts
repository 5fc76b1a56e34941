import type { Resources } from '@graft/graph';
import { findSealed, listStages, type BaseCard, type Stage } from '@graft/model';

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

/** More cut points than this tell little and take long. */
const MOST_STAGES = 7;
const MOST_BASES = 3;
/** What a cross-validation costs in seconds, roughly, against a run of a base over all pictures. */
export const TRAINING_EFFORT: Readonly<Record<TransferTraining, number>> = {
  ...{ head: 1, 'fine-tune': 4, scratch: 22, 'random-features': 1 },
};

/**
 * The ways of transferring that are worth trying on a data set of pictures: every base cut at several
 * depths under a new head, the last blocks tuned, and, to compare with, random features and a small
 * network from scratch. From scratch comes last: it is the baseline.
 */
export function listTransferWays(bases: readonly BaseCard[]): TransferWay[] {
  const ways = bases.slice(0, MOST_BASES).flatMap((base, index) => {
    if (findSealed(base.spec) !== undefined) return [makeWay(base, null, 'head')];
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

/** Evenly, from the deepest but one down: the whole base has a row of its own. */
function sampleStages(stages: readonly Stage[]): Stage[] {
  const inner = stages.slice(0, -1).filter(({ name }) => name !== 'stem');
  const count = Math.min(MOST_STAGES, inner.length);
  const places = Array.from({ length: count }, (_, at) =>
    Math.round(((at + 1) * inner.length) / count - 1),
  );
  return places.reverse().flatMap((place) => inner[place] ?? []);
}
