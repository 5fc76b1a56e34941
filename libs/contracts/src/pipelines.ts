import { graphSchema, jsonSchema } from '@graft/graph';
import { z } from 'zod';
import { countedSchema, idSchema, nameSchema, pageQuerySchema, timeSchema } from './common';
import { defineRoute, emptyReply, GRAPH_LIMIT, jsonBody, jsonReply } from './route';

export const pipelineParamsSchema = z.strictObject({ pipelineId: idSchema });

export const pipelineSummarySchema = z.strictObject({
  pipelineId: idSchema,
  name: z.string(),
  /** Raised by each save; a save names the revision that it read. */
  revision: z.int().min(1),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});

/** What is stored as a draft stays as it was saved, also when a newer Graft finds fault with it. */
export const pipelineSchema = pipelineSummarySchema.extend({ draft: jsonSchema });

export const createPipelineBodySchema = z.strictObject({ name: nameSchema, draft: graphSchema });

export const savePipelineBodySchema = z.strictObject({
  /** The revision that was read; another one answers 409 `version.conflict`. */
  revision: countedSchema,
  name: nameSchema.optional(),
  draft: graphSchema.optional(),
});

export const pipelineRoutes = {
  listPipelines: defineRoute({
    method: 'GET',
    path: '/api/v1/pipelines',
    summary: 'Pipelines of the workspace, newest first',
    policy: 'viewer',
    query: pageQuerySchema,
    reply: jsonReply(z.strictObject({ pipelines: z.array(pipelineSummarySchema) })),
  }),
  createPipeline: defineRoute({
    method: 'POST',
    path: '/api/v1/pipelines',
    summary: 'Save a graph as a new pipeline',
    policy: 'editor',
    body: jsonBody(createPipelineBodySchema, GRAPH_LIMIT),
    idempotent: 'by-reply',
    reply: jsonReply(pipelineSchema, 201),
  }),
  getPipeline: defineRoute({
    method: 'GET',
    path: '/api/v1/pipelines/:pipelineId',
    summary: 'A pipeline with its draft',
    policy: 'viewer',
    params: pipelineParamsSchema,
    reply: jsonReply(pipelineSchema),
  }),
  savePipeline: defineRoute({
    method: 'PUT',
    path: '/api/v1/pipelines/:pipelineId',
    summary: 'Save the draft or the name; refused when somebody else saved in between',
    policy: 'editor',
    // Several a minute while somebody draws; revisions tell them.
    audit: false,
    params: pipelineParamsSchema,
    body: jsonBody(savePipelineBodySchema, GRAPH_LIMIT),
    reply: jsonReply(pipelineSchema),
  }),
  deletePipeline: defineRoute({
    method: 'DELETE',
    path: '/api/v1/pipelines/:pipelineId',
    summary: 'Delete a pipeline; its runs and their versions stay',
    policy: 'editor',
    params: pipelineParamsSchema,
    reply: emptyReply,
  }),
};
