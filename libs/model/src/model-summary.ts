import type { DataRecipe } from '@graft/graph';
import type { ModelSpec } from './model-spec';

/** What is known of a model before any run. */
export interface ModelSummary {
  type: 'model';
  name: string;
  spec: ModelSpec;
  /** True when the present head has been trained, or came trained with the base. */
  trained: boolean;
  /** Things that were adapted automatically, in words, for the wire: "grey pictures become RGB". */
  notes: readonly string[];
  /** The node that attached the present classifier and the data set wired to it: what fixes change. */
  head?: { node: string; data: { node: string; port: string } | null };
  /** The examples that the last training saw: evaluating on them would flatter the model. */
  learnedFrom?: DataRecipe;
  /**
   * Set when it was trained on features in fast precision (int8): the examples that showed what
   * values occur. It is evaluated on such features too.
   */
  calibratedOn?: DataRecipe | null;
}

/** What a catalogue knows of a base model. */
export interface BaseCard {
  /** Name or id by which graphs refer to it. */
  ref: string;
  name: string;
  /** Digest of the spec. */
  digest: string;
  spec: ModelSpec;
  licence: string;
  /** Where it comes from; a registered model may get further versions under its name. */
  origin?: 'bundled' | 'registered' | 'imported';
}

declare module '@graft/graph' {
  interface PortSummaries {
    model: ModelSummary;
  }
  interface ResourceCards {
    base: BaseCard;
  }
}
