import { jsonSchema } from '@graft/graph';
import { z } from 'zod';
import { countedSchema, idSchema, nameSchema, pageQuerySchema, timeSchema } from './common';
import { pipelineParamsSchema } from './pipelines';
import { defineRoute, jsonBody, jsonReply } from './route';
import { runStateSchema } from './runs';

const versionParamsSchema = pipelineParamsSchema.extend({ versionId: idSchema });

/** What a pipeline was: kept by a person under a name, or by a run as it began. */
export const versionSummarySchema = z.strictObject({
  versionId: idSchema,
  /** Counts from 1 in its pipeline. */
  number: countedSchema,
  /** Given by a person; null for one that a run has kept. */
  name: z.string().nullable(),
  createdAt: timeSchema,
  /** The newest run of it. */
  run: z.strictObject({ runId: idSchema, status: runStateSchema }).nullable(),
});

export const versionSchema = versionSummarySchema.extend({ graph: jsonSchema });

export const keepVersionBodySchema = z.strictObject({
  name: nameSchema,
  /** The revision of the draft that is meant; another one answers 409 `version.conflict`. */
  revision: countedSchema,
});

const path = '/api/v1/pipelines/:pipelineId/versions';

export const versionRoutes = {
  listPipelineVersions: defineRoute({
    method: 'GET',
    path,
    summary: 'Versions of a pipeline, newest first',
    policy: 'viewer',
    params: pipelineParamsSchema,
    query: pageQuerySchema.extend({
      /** `true`: only those that a person has named. */
      named: z.enum(['true', 'false']).default('false'),
    }),
    reply: jsonReply(z.strictObject({ versions: z.array(versionSummarySchema) })),
  }),
  keepPipelineVersion: defineRoute({
    method: 'POST',
    path,
    summary: 'Keep the draft as it is under a name',
    policy: 'editor',
    params: pipelineParamsSchema,
    body: jsonBody(keepVersionBodySchema),
    idempotent: 'by-reply',
    reply: jsonReply(versionSummarySchema, 201),
  }),
  getPipelineVersion: defineRoute({
    method: 'GET',
    path: `${path}/:versionId`,
    summary: 'A version with its graph',
    policy: 'viewer',
    params: versionParamsSchema,
    reply: jsonReply(versionSchema),
  }),
  namePipelineVersion: defineRoute({
    method: 'PUT',
    path: `${path}/:versionId`,
    summary: 'Give a version a name, or take it away; what it holds never changes',
    policy: 'editor',
    params: versionParamsSchema,
    body: jsonBody(z.strictObject({ name: nameSchema.nullable() })),
    reply: jsonReply(versionSummarySchema),
  }),
};

export type VersionSummary = z.infer<typeof versionSummarySchema>;
