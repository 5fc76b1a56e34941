import { jsonSchema } from '@graft/graph';
import { codeVersionSchema } from '@graft/plan';
import { z } from 'zod';

/** What is known of a model beyond its layers: for its card, and to find its pipeline again. */
export const exportFactsSchema = z.strictObject({
  name: z.string().min(1).max(200),
  version: z.int().min(1).nullable().default(null),
  notes: z.string().default(''),
  /** ISO 8601. */
  createdAt: z.string().nullable().default(null),
  runId: z.string().nullable().default(null),
  /** Data set versions that it has learned from. */
  data: z
    .array(
      z.strictObject({
        name: z.string(),
        /** Name of the data set; null once it is deleted. */
        dataset: z.string().nullable().default(null),
        digest: z.string(),
        classes: z.array(z.strictObject({ name: z.string(), count: z.int() })),
      }),
    )
    .default([]),
  base: z.strictObject({ name: z.string(), licence: z.string() }).nullable().default(null),
  /** Trainings, first to last: what the node is called, what it was told, and what went otherwise. */
  trainings: z
    .array(
      z.strictObject({
        kind: z.string(),
        params: z.record(z.string(), jsonSchema),
        deviations: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  /** Versions of Graft that trained it, first to last; empty where nobody noted any. */
  code: z.array(codeVersionSchema).default([]),
  graph: jsonSchema.nullable().default(null),
});
export type ExportFacts = z.infer<typeof exportFactsSchema>;
