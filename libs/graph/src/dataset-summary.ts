import type { JsonObject } from './json';

/** What one example is. `null` for a size means that it varies between examples. */
export type ElementShape =
  | { kind: 'image'; height: number | null; width: number | null; channels: 1 | 3 }
  | { kind: 'text' }
  | { kind: 'vector'; size: number };

export interface ClassCount {
  name: string;
  count: number;
}

/** Which part of a split a data set is. Decides what it may be used for. */
export type DatasetPart = 'all' | 'train' | 'validation' | 'test';

/** One change to a data set, named by the node kind that defines how it selects. */
export interface DataOperation {
  kind: string;
  version: number;
  params: JsonObject;
  /** The output port that was taken: `train` of a split. */
  port: string;
}

/** How far the words of a vocabulary cover the texts of a data set. */
export interface TextCoverage {
  /** Digest of the list of words. */
  vocabulary: string;
  /** Texts without a single one of them. */
  unknown: number;
  /** Texts in all. */
  texts: number;
}

/** How pictures are changed while a model learns from them. */
export interface Augmentation {
  /** Views of each picture, itself included; 0: a new one in every epoch. */
  views: number;
  seed: number;
  /** How far: see `AugmentSettings` of @graft/ml. */
  change: {
    flip: boolean;
    rotate: number;
    zoom: number;
    shift: number;
    brightness: number;
    contrast: number;
  };
}

/** A cheap description of a selection of examples; a step applies it when it runs. */
export interface DataRecipe {
  /** Digest of the immutable data set version. */
  dataset: string;
  operations: readonly DataOperation[];
  /** Beside the selection: which examples there are does not depend on it. Only learning reads it. */
  augmentation?: Augmentation | undefined;
}

/** What is known of a data set before any run. The order of `classes` is the label space. */
export interface DatasetSummary {
  type: 'dataset';
  name: string;
  element: ElementShape;
  classes: readonly ClassCount[];
  part: DatasetPart;
  recipe: DataRecipe;
  /** Of the whole data set; only for texts, and only for vocabularies that are known here. */
  coverage?: readonly TextCoverage[];
  /** Examples of the whole data set that have a near duplicate in it; missing where it is not known. */
  nearDuplicates?: number;
}

/** What a catalogue knows of a data set version. */
export interface DatasetCard {
  /** Name or id by which graphs refer to it. */
  ref: string;
  name: string;
  digest: string;
  element: ElementShape;
  classes: readonly ClassCount[];
  coverage?: readonly TextCoverage[] | undefined;
  /** Examples that have a near duplicate; missing where it is not known. */
  nearDuplicates?: number | undefined;
}

/** One example as a recipe sees it. `label` indexes the classes of the selection. */
export interface ExampleRow {
  sha256: string;
  label: number;
  name: string;
  /** Perceptual hash of a picture, where the data set has it: see `groupNearDuplicates`. */
  phash?: string;
}

/** A concrete selection of examples: what recipes are applied to. */
export interface Selection {
  classes: readonly string[];
  examples: readonly ExampleRow[];
}

/** Transfer learning works from about so many examples a class; below, one split says little. */
export const FEW_EXAMPLES = 20;

/** Number of examples over all classes. */
export function countExamples(summary: Pick<DatasetSummary, 'classes'>): number {
  return summary.classes.reduce((sum, each) => sum + each.count, 0);
}
