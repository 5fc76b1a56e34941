import { z } from 'zod';
import { countedTextSchema, digestSchema } from './common';
import { rejectedSchema } from './datasets';
import { modelParamsSchema } from './models';
import { defineRoute, jsonReply, rawBody, streamReply } from './route';

export const PREDICT_UPLOAD_LIMIT = 512 * 1024 ** 2;
/** As large as a picture of a data set may be. */
const PICTURE_LIMIT = 64 * 1024 ** 2;

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

const mapsQuery = {
  /** Default: the first block that has maps. */
  block: z.string().min(1).max(128).optional(),
  most: z.coerce.number<number | string>().int().min(1).max(64).default(24),
  /** Name of the file in messages. */
  name: z.string().max(255).default('upload'),
};

/** What is asked of a model: what it says, and what it sees. */
export const predictionRoutes = {
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
  mapBaseFeatures: defineRoute({
    method: 'POST',
    path: '/api/v1/bases/:ref/feature-maps',
    summary: 'What the channels of a block of a base model make of one picture: its feature maps',
    policy: 'viewer',
    audit: false,
    params: z.strictObject({ ref: z.string().min(1).max(100) }),
    query: z.strictObject({
      /** Side that pictures are resized to; default: that of the base. */
      size: z.coerce.number<number | string>().int().min(16).max(1024).optional(),
      ...mapsQuery,
    }),
    body: rawBody(['image/png', 'image/jpeg', 'image/webp', 'image/gif'], PICTURE_LIMIT),
    reply: jsonReply(featureMapsSchema),
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
      ...mapsQuery,
    }),
    body: rawBody(['image/png', 'image/jpeg', 'image/webp', 'image/gif'], PICTURE_LIMIT),
    reply: jsonReply(featureMapsSchema),
  }),
};

export type Evidence = z.infer<typeof evidenceSchema>;
export type FeatureMaps = z.infer<typeof featureMapsSchema>;
export type Prediction = z.infer<typeof predictionSchema>;
export type Predictions = z.infer<typeof predictionsSchema>;
