import { jsonSchema } from '@graft/graph';
import { EXPORT_FORMATS } from '@graft/model';
import { z } from 'zod';
import {
  countedSchema,
  countedTextSchema,
  digestSchema,
  idSchema,
  pageQuerySchema,
  timeSchema,
} from './common';
import { rejectedSchema } from './datasets';
import { defineRoute, emptyReply, jsonBody, jsonReply, rawBody, streamReply } from './route';

export const PREDICT_UPLOAD_LIMIT = 512 * 1024 ** 2;
/** As large as a picture of a data set may be. */
const PICTURE_LIMIT = 64 * 1024 ** 2;

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

/** Where in a picture lies what spoke for a label: a coarse grid over the whole picture (Grad-CAM). */
export const evidenceSchema = z.strictObject({
  label: z.string(),
  /** Rows and columns of the grid. */
  height: z.int().min(1),
  width: z.int().min(1),
  /** Row by row, 0 to 1; all 0 where nothing spoke for the label. */
  values: z.array(z.number()),
});

export const predictionSchema = z.strictObject({
  file: z.string(),
  /** Most probable first. */
  top: z.array(z.strictObject({ label: z.string(), probability: z.number() })),
  /** It is unlike all that the model has learned from, so the answer is a guess. */
  unsure: z.boolean(),
  /** One grid for each label asked for; absent for texts and models without a feature map. */
  evidence: z.array(evidenceSchema).optional(),
  /** The examples of the training part that it is most like by the features of the model, nearest
   * first; none for texts, and for models that don't know which examples they learned from. */
  nearest: z.array(
    z.strictObject({
      /** Digest of the data set version that holds it. */
      dataset: digestSchema,
      sha256: digestSchema,
      /** Cosine of the features, -1 to 1. */
      similarity: z.number(),
    }),
  ),
});

/** What the channels of one block of a model make of a picture. */
export const featureMapsSchema = z.strictObject({
  block: z.string(),
  /** Every block that has feature maps, from the input on, with the size and the number of its maps. */
  blocks: z.array(
    z.strictObject({
      block: z.string(),
      layer: z.string(),
      height: z.int().min(1),
      width: z.int().min(1),
      channels: z.int().min(1),
    }),
  ),
  /** Of the maps as they are drawn: large ones are averaged down. */
  height: z.int().min(1),
  width: z.int().min(1),
  /** Grey, 8 bits, row by row, in base64, each in its own range; the channels that differ most first. */
  maps: z.array(z.strictObject({ channel: z.int().min(0), pixels: z.base64() })),
});

export const predictionsSchema = z.strictObject({
  predictions: z.array(predictionSchema),
  rejected: z.array(rejectedSchema),
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
  data: z.array(z.strictObject({ name: z.string(), digest: digestSchema })),
  base: z.strictObject({ name: z.string(), licence: z.string() }).nullable(),
  trainings: z.array(
    z.strictObject({
      kind: z.string(),
      params: z.record(z.string(), jsonSchema),
      /** What went otherwise than was planned, in sentences. */
      deviations: z.array(z.string()),
    }),
  ),
});

const modelParamsSchema = z.strictObject({ model: z.string().min(1).max(100) });

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
    summary: 'Where a version comes from: data, base, trainings, run and graph',
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
    params: modelParamsSchema,
    query: z.strictObject({
      /** Default: the newest. */
      version: countedTextSchema.optional(),
      format: z.enum(EXPORT_FORMATS).default('onnx'),
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
  predictDataset: defineRoute({
    method: 'GET',
    path: '/api/v1/models/:model/predictions',
    summary: 'Classify every example of a data set: a CSV, one row an example',
    policy: 'viewer',
    params: modelParamsSchema,
    query: z.strictObject({
      /** Id or name of a data set (then its newest version), or the digest of one version. */
      dataset: z.string().min(1).max(100),
      /** Default: the newest. */
      version: countedTextSchema.optional(),
    }),
    reply: streamReply('text/csv'),
  }),
  predict: defineRoute({
    method: 'POST',
    path: '/api/v1/models/:model/predict',
    summary: 'Classify one picture, a zip of pictures, or texts, one a line',
    policy: 'viewer',
    audit: false,
    params: modelParamsSchema,
    query: z.strictObject({
      /** Default: the newest. */
      version: countedTextSchema.optional(),
      top: z.coerce.number<number | string>().int().min(1).max(100).default(5),
      /** How many of the likeliest labels are explained by a grid over the picture. */
      explain: z.coerce.number<number | string>().int().min(0).max(10).default(0),
      /** Name of the file in the answer. */
      name: z.string().max(255).default('upload'),
    }),
    body: rawBody(
      ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/zip', 'text/plain'],
      PREDICT_UPLOAD_LIMIT,
    ),
    reply: jsonReply(predictionsSchema),
  }),
  mapFeatures: defineRoute({
    method: 'POST',
    path: '/api/v1/models/:model/feature-maps',
    summary: 'What the channels of a block make of one picture: its feature maps',
    policy: 'viewer',
    audit: false,
    params: modelParamsSchema,
    query: z.strictObject({
      /** Default: the newest. */
      version: countedTextSchema.optional(),
      /** Default: the first block that has maps. */
      block: z.string().min(1).max(128).optional(),
      most: z.coerce.number<number | string>().int().min(1).max(64).default(24),
      /** Name of the file in messages. */
      name: z.string().max(255).default('upload'),
    }),
    body: rawBody(['image/png', 'image/jpeg', 'image/webp', 'image/gif'], PICTURE_LIMIT),
    reply: jsonReply(featureMapsSchema),
  }),
};

export type Dependents = z.infer<typeof dependentsSchema>;
export type Lineage = z.infer<typeof lineageSchema>;
export type RegisteredModelView = z.infer<typeof registeredModelSchema>;
export type Suggestion = z.infer<typeof suggestionSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type FeatureMaps = z.infer<typeof featureMapsSchema>;
export type Prediction = z.infer<typeof predictionSchema>;
export type Predictions = z.infer<typeof predictionsSchema>;
