import { jsonSchema } from '@graft/graph';
import { z } from 'zod';
import { digestSchema, idSchema, pageQuerySchema, timeSchema } from './common';
import { rejectedSchema } from './datasets';
import { defineRoute, jsonReply, rawBody } from './route';

export const PREDICT_UPLOAD_LIMIT = 512 * 1024 ** 2;

export const modelVersionSchema = z.strictObject({
  version: z.int().min(1),
  digest: digestSchema,
  labels: z.array(z.string()),
  metrics: z.record(z.string(), jsonSchema),
  notes: z.string(),
  runId: idSchema,
  createdAt: timeSchema,
});

export const registeredModelSchema = z.strictObject({
  modelId: idSchema,
  name: z.string(),
  createdAt: timeSchema,
  /** Newest first. */
  versions: z.array(modelVersionSchema),
});

export const predictionSchema = z.strictObject({
  file: z.string(),
  /** Most probable first. */
  top: z.array(z.strictObject({ label: z.string(), probability: z.number() })),
  /** It is unlike all that the model has learned from, so the answer is a guess. */
  unsure: z.boolean(),
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

const modelParamsSchema = z.strictObject({ model: z.string().min(1).max(100) });

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
      version: z.coerce.number<number | string>().int().min(1).optional(),
      limit: z.coerce.number<number | string>().int().min(1).max(100).default(12),
    }),
    reply: jsonReply(z.strictObject({ examples: z.array(suggestionSchema) })),
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
      version: z.coerce.number<number | string>().int().min(1).optional(),
      top: z.coerce.number<number | string>().int().min(1).max(100).default(5),
      /** Name of the file in the answer. */
      name: z.string().max(255).default('upload'),
    }),
    body: rawBody(
      ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/zip', 'text/plain'],
      PREDICT_UPLOAD_LIMIT,
    ),
    reply: jsonReply(predictionsSchema),
  }),
};

export type RegisteredModelView = z.infer<typeof registeredModelSchema>;
export type Suggestion = z.infer<typeof suggestionSchema>;
export type Prediction = z.infer<typeof predictionSchema>;
export type Predictions = z.infer<typeof predictionsSchema>;
