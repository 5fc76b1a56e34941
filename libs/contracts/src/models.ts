import { jsonSchema } from '@graft/graph';
import { FILE_FORMATS } from '@graft/model';
import { codeVersionSchema } from '@graft/plan';
import { z } from 'zod';
import {
  countedSchema,
  countedTextSchema,
  digestSchema,
  idSchema,
  pageQuerySchema,
  timeSchema,
} from './common';
import { defineRoute, emptyReply, jsonBody, jsonReply, streamReply } from './route';

export const modelVersionSchema = z.strictObject({
  version: z.int().min(1),
  digest: digestSchema,
  labels: z.array(z.string()),
  metrics: z.record(z.string(), jsonSchema),
  notes: z.string(),
  runId: idSchema,
  createdAt: timeSchema,
  /** Words that stand for this version. */
  tags: z.array(z.string()),
});

/** `production`, `staging` or a word of one's own. */
export const tagSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'a tag is a word of small letters, digits and -');

export const registeredModelSchema = z.strictObject({
  modelId: idSchema,
  name: z.string(),
  createdAt: timeSchema,
  /** Newest first. */
  versions: z.array(modelVersionSchema),
});

/** An example to try a model on. */
export const suggestionSchema = z.strictObject({
  /** Digest of the data set version that holds it; takes the place of an id where examples are read. */
  datasetId: digestSchema,
  sha256: digestSchema,
  name: z.string(),
});

/** Where a version of a model comes from. */
export const lineageSchema = z.strictObject({
  name: z.string(),
  version: z.int(),
  runId: idSchema,
  /** Data set versions that it has learned from. */
  data: z.array(
    z.strictObject({
      name: z.string(),
      /** Name of the data set; null once it is deleted. */
      dataset: z.string().nullable(),
      digest: digestSchema,
    }),
  ),
  base: z.strictObject({ name: z.string(), licence: z.string() }).nullable(),
  trainings: z.array(
    z.strictObject({
      kind: z.string(),
      params: z.record(z.string(), jsonSchema),
      /** What went otherwise than was planned, in sentences. */
      deviations: z.array(z.string()),
    }),
  ),
  /** Versions of Graft that trained it, first to last; empty where nobody noted any. */
  code: z.array(codeVersionSchema),
});

export const modelParamsSchema = z.strictObject({ model: z.string().min(1).max(100) });

const versionParamsSchema = modelParamsSchema.extend({
  version: countedTextSchema,
});

/** What names a version of a model. */
export const dependentsSchema = z.strictObject({
  /** Words that stand for it: programs may ask for them. */
  tags: z.array(z.string()),
  /** Pipelines that start from it; empty unless it is the newest version, which graphs mean. */
  pipelines: z.array(z.strictObject({ pipelineId: idSchema, name: z.string() })),
});

export const modelRoutes = {
  listModels: defineRoute({
    method: 'GET',
    path: '/api/v1/models',
    summary: 'Registered models with their versions',
    policy: 'viewer',
    query: pageQuerySchema,
    reply: jsonReply(z.strictObject({ models: z.array(registeredModelSchema) })),
  }),
  getModel: defineRoute({
    method: 'GET',
    path: '/api/v1/models/:model',
    summary: 'A registered model by name or id',
    policy: 'viewer',
    params: modelParamsSchema,
    reply: jsonReply(registeredModelSchema),
  }),
  listSuggestions: defineRoute({
    method: 'GET',
    path: '/api/v1/models/:model/suggestions',
    summary: 'Test examples that a version of a model has not learned from',
    policy: 'viewer',
    params: modelParamsSchema,
    query: z.strictObject({
      /** Default: the newest. */
      version: countedTextSchema.optional(),
      limit: z.coerce.number<number | string>().int().min(1).max(100).default(12),
    }),
    reply: jsonReply(z.strictObject({ examples: z.array(suggestionSchema) })),
  }),
  getLineage: defineRoute({
    method: 'GET',
    path: '/api/v1/models/:model/lineage',
    summary: 'Where a version comes from: data, base, trainings, code, run and graph',
    policy: 'viewer',
    params: modelParamsSchema,
    query: z.strictObject({
      /** Default: the newest. */
      version: countedTextSchema.optional(),
    }),
    reply: jsonReply(lineageSchema),
  }),
  tagModel: defineRoute({
    method: 'PUT',
    path: '/api/v1/models/:model/tags/:tag',
    summary: 'Let a word stand for a version; setting it back to an older one is a roll-back',
    policy: 'editor',
    params: modelParamsSchema.extend({ tag: tagSchema }),
    body: jsonBody(z.strictObject({ version: countedSchema })),
    reply: jsonReply(registeredModelSchema),
  }),
  untagModel: defineRoute({
    method: 'DELETE',
    path: '/api/v1/models/:model/tags/:tag',
    summary: 'Take a word from the version it stands for',
    policy: 'editor',
    params: modelParamsSchema.extend({ tag: tagSchema }),
    reply: emptyReply,
  }),
  exportModel: defineRoute({
    method: 'GET',
    path: '/api/v1/models/:model/export',
    summary:
      'A registered model or a base as a zip: its file, card, labels, preparation and programs that use it',
    policy: 'viewer',
    audit: true,
    params: modelParamsSchema,
    query: z.strictObject({
      /** Default: the newest. */
      version: countedTextSchema.optional(),
      format: z.enum(FILE_FORMATS).default('onnx'),
      /** Half precision makes the file half as large. */
      weights: z.enum(['float32', 'float16']).default('float32'),
    }),
    reply: streamReply('application/zip'),
  }),
  setModelNotes: defineRoute({
    method: 'PUT',
    path: '/api/v1/models/:model/versions/:version/notes',
    summary: 'Write down what a person should know of a version',
    policy: 'editor',
    params: versionParamsSchema,
    body: jsonBody(z.strictObject({ notes: z.string().max(4000) })),
    reply: jsonReply(registeredModelSchema),
  }),
  listDependents: defineRoute({
    method: 'GET',
    path: '/api/v1/models/:model/versions/:version/dependents',
    summary: 'What would miss a version if it were deleted',
    policy: 'viewer',
    params: versionParamsSchema,
    reply: jsonReply(dependentsSchema),
  }),
  deleteModelVersion: defineRoute({
    method: 'DELETE',
    path: '/api/v1/models/:model/versions/:version',
    summary: 'Delete a version; what depends on it is refused unless it is said to go anyway',
    policy: 'editor',
    params: versionParamsSchema,
    query: z.strictObject({ anyway: z.enum(['true', 'false']).default('false') }),
    reply: emptyReply,
  }),
};

export type Dependents = z.infer<typeof dependentsSchema>;
export type Lineage = z.infer<typeof lineageSchema>;
export type RegisteredModelView = z.infer<typeof registeredModelSchema>;
export type Suggestion = z.infer<typeof suggestionSchema>;
