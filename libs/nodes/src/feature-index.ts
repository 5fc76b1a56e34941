import { z } from 'zod';

export const FEATURES_FORMAT = 'graft.features/1';

/** The `features` artifact: which shards hold the rows of a selection. */
export const featureIndexSchema = z.strictObject({
  format: z.literal(FEATURES_FORMAT),
  cut: z.array(z.string()).min(1),
  shapes: z.record(z.string(), z.array(z.int())),
  dtype: z.literal('float32'),
  /** How many different examples the shards cover. */
  examples: z.int().min(0),
  shards: z.array(z.string()),
});

export type FeatureIndex = z.infer<typeof featureIndexSchema>;
