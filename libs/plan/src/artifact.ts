import { jsonSchema } from '@graft/graph';
import { z } from 'zod';

/** What a step made, by reference. */
export const artifactSchema = z.strictObject({
  kind: z.enum([
    'weights',
    'features',
    'history',
    'report',
    'scores',
    'embedding',
    'predictions',
    'file',
    'model',
  ]),
  /** sha256 of the blob, hex. */
  digest: z.string(),
  bytes: z.int().min(0),
  /** Further blobs that reading it needs (shards of features). */
  parts: z.array(z.string()).optional(),
});

/** All outputs of a step. `summary` is small enough (<= 4 KiB) for rows and events. */
export const stepOutputsSchema = z.strictObject({
  artifacts: z.record(z.string(), artifactSchema),
  summary: z.record(z.string(), jsonSchema),
});

export type Artifact = z.infer<typeof artifactSchema>;
export type StepOutputs = z.infer<typeof stepOutputsSchema>;
