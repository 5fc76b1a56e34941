import { z } from 'zod';

const scoreSchema = z.number().nullable();

/** What the panel reads of the scores of a transferability step (`graft.scores/1`). */
export const rankingSchema = z.object({
  format: z.literal('graft.scores/1'),
  examples: z.int(),
  models: z.array(
    z.object({
      name: z.string(),
      knn: z.number(),
      logme: z.number(),
      hScore: z.number(),
      probe: scoreSchema,
      leep: scoreSchema,
      nce: scoreSchema,
    }),
  ),
  /** Indices of the models, best first. */
  ranking: z.array(z.int()),
});

export type Ranking = z.infer<typeof rankingSchema>;

/** The models, best first. */
export function orderModels({ models, ranking }: Ranking): Ranking['models'] {
  return ranking.flatMap((index) => models[index] ?? []);
}
