import { groupTwins, type ExampleRow, type Selection } from '@graft/graph';
import type { z } from 'zod';
import { assignParts, SPLIT_PARTS, type SplitPart } from './split-parts';
import { splitNode } from './split.node';

/** What a split would do to a data set. */
export interface SplitPreview {
  readonly parts: readonly SplitPartPreview[];
  /** Examples with a near duplicate in another part: what is remembered there counts as understood. */
  readonly torn: number;
}

export interface SplitPartPreview {
  readonly part: SplitPart;
  /** By class, in label order. */
  readonly counts: readonly number[];
  /** In the order of the data set. */
  readonly examples: readonly ExampleRow[];
}

/** Parameters of _Split_; what is left out has its default. */
export const splitParamsSchema = splitNode.params;
export type SplitPreviewParams = z.infer<typeof splitParamsSchema>;

/** Divides a data set exactly as a _Split_ node with these parameters would. */
export function previewSplit(selection: Selection, params: SplitPreviewParams): SplitPreview {
  const assigned = assignParts(selection, params);
  const partOf = (place: number) => {
    const example = selection.examples[place];
    return example && assigned.get(example);
  };
  const torn = groupTwins(selection.examples)
    .filter((places) => new Set(places.map(partOf)).size > 1)
    .reduce((sum, places) => sum + places.length, 0);
  const parts = SPLIT_PARTS.map((part) => {
    const examples = selection.examples.filter((example) => assigned.get(example) === part);
    const counts = selection.classes.map(
      (_, label) => examples.filter((example) => example.label === label).length,
    );
    return { part, counts, examples };
  });
  return { parts, torn };
}
