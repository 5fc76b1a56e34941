import { z } from 'zod';

/** What a `predict` step took the examples of a data set for (`graft.predictions/1`). */
export const predictionsSchema = z.object({
  format: z.literal('graft.predictions/1'),
  examples: z.int(),
  counts: z.array(z.object({ label: z.string(), examples: z.int() })),
  /** The least sure first. */
  shown: z.array(
    z.object({
      sha256: z.string(),
      name: z.string(),
      class: z.string(),
      text: z.string().optional(),
      top: z.array(z.object({ label: z.string(), probability: z.number() })),
      evidence: z
        .object({
          label: z.string(),
          height: z.int(),
          width: z.int(),
          values: z.array(z.number()),
        })
        .optional(),
    }),
  ),
});

export type Predictions = z.infer<typeof predictionsSchema>;
export type PredictedExample = Predictions['shown'][number];

/** The labels that any example was given, the most frequent first. */
export function listGiven({ counts }: Pick<Predictions, 'counts'>): Predictions['counts'] {
  return counts
    .filter(({ examples }) => examples > 0)
    .sort((left, right) => right.examples - left.examples);
}

/** Examples whose likeliest label is this one, or all. */
export function listAnswered(
  { shown }: Pick<Predictions, 'shown'>,
  label: string | null,
): readonly PredictedExample[] {
  return label === null ? shown : shown.filter(({ top }) => top[0]?.label === label);
}
