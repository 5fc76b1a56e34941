import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { isMisfit, refuseOtherRank } from './shape-arithmetic';

const config = z.strictObject({
  /** How many words there are. Token 0 is padding and has no row; word n has row n - 1. */
  words: z.int().min(1).max(10_000_000),
  dimensions: z.int().min(1).max(65_536),
});
export type EmbeddingConfig = z.infer<typeof config>;

/**
 * A vector for every token. Padding becomes zeros, always: it has no weights, so training can't move
 * it (a stock embedding learns its row 0 like any other).
 */
export const embedding: LayerClass<typeof config> = {
  class: 'Embedding',
  config,
  inferShape(inputs, { dimensions }) {
    const row = refuseOtherRank(inputs, 1, 'a row of tokens');
    return isMisfit(row) ? row : [row[0] ?? 1, dimensions];
  },
  weights: (_inputs, { words, dimensions }) => [
    {
      role: 'embeddings',
      shape: [words, dimensions],
      initialiser: 'randomUniform',
      gradient: true,
    },
  ],
  looksUp: true,
  onnx: false,
};
