import type { routes, SplitPreviewView } from '@graft/contracts';
import { UserError } from '@graft/errors';
import { toExampleRow, type DatasetManifest, type ManifestExample } from '@graft/graph';
import { previewSplit, splitParamsSchema } from '@graft/nodes';
import type { z } from 'zod';
import { viewExample } from './example-reader';

/** Smaller training parts are refused by _Split_ itself. */
const LEAST_TRAIN = 0.05;

/**
 * What _Split_ would do to a data set version, as it is shown.
 * @throws UserError 422 `split.no_training_part`
 */
export function viewSplit(
  { classes, examples }: DatasetManifest,
  query: z.output<typeof routes.previewSplit.query>,
): SplitPreviewView {
  const { validation, test, group, seed, limit } = query;
  const train = 1 - validation - test;
  if (train < LEAST_TRAIN) throw nothingToLearn();
  const stratified = query.stratified === 'true';
  const params = splitParamsSchema.parse({ train, validation, test, stratified, group, seed });
  const rows = examples.map(toExampleRow);
  const whole = new Map(rows.map((row, place) => [row, examples[place]]));
  const { parts, torn } = previewSplit({ classes, examples: rows }, params);
  return {
    torn,
    parts: parts.map(({ part, counts, examples: held }) => ({
      ...{ part, counts: [...counts] },
      examples: spread(
        held.flatMap((row) => whole.get(row) ?? []),
        limit,
      ).map(viewExample),
    })),
  };
}

/** At most so many, at even distances, so that no class is left out for standing late. */
function spread(examples: readonly ManifestExample[], limit: number): ManifestExample[] {
  const count = Math.min(limit, examples.length);
  return Array.from({ length: count }, (_, at) =>
    Math.floor((at * examples.length) / count),
  ).flatMap((place) => examples[place] ?? []);
}

function nothingToLearn(): UserError {
  return new UserError({
    code: 'split.no_training_part',
    message: 'Validation and test leave less than 5 % to learn from: make them smaller.',
  });
}
