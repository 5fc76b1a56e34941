import type { DatasetSummary } from './dataset-summary';

export const PORT_TYPES = ['dataset', 'model', 'history', 'report', 'scores', 'file'] as const;
export type PortType = (typeof PORT_TYPES)[number];

/** Where a value that a step makes comes from. In a graph `step` is a node id, in a plan a step id. */
export interface OutputRef {
  step: string;
  output: string;
}

/** What is known, before any run, of a value that a step will make. */
export interface ProducedSummary<Type extends PortType> {
  type: Type;
  source: OutputRef;
  /** One line in words for the node card. */
  text: string;
}

/**
 * What travels on each port type before a run. `model` is declared by @graft/model, which adds its
 * entry to this interface.
 */
export interface PortSummaries {
  dataset: DatasetSummary;
  history: ProducedSummary<'history'>;
  report: ProducedSummary<'report'>;
  scores: ProducedSummary<'scores'>;
  file: ProducedSummary<'file'>;
}

export type Summary = PortSummaries[keyof PortSummaries];
export type SummaryOf<Type extends PortType> = Type extends keyof PortSummaries
  ? PortSummaries[Type]
  : never;

export interface PortDefinition {
  readonly type: PortType;
  readonly title: string;
  /** A wire may be missing. */
  readonly optional?: true;
  /** Takes any number of wires; the node reads an array. Inputs only. */
  readonly many?: true;
  /** Name of the output that it takes as a rule; its own where that is not said. Inputs only. */
  readonly usual?: string;
}

export type PortMap = Readonly<Record<string, PortDefinition>>;
