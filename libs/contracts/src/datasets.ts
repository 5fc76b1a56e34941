import { datasetChangeSchema, elementShapeSchema, NEAR_DISTANCE } from '@graft/graph';
import { z } from 'zod';
import {
  countedTextSchema,
  digestSchema,
  idSchema,
  nameSchema,
  pageQuerySchema,
  timeSchema,
} from './common';
import { defineRoute, jsonBody, jsonReply, rawBody, streamReply } from './route';

export const DATASET_UPLOAD_LIMIT = 4 * 1024 ** 3;

export const classCountSchema = z.strictObject({ name: z.string(), count: z.int().min(0) });

/** Something in an upload that could not be used, and why; the rest is usable. */
export const rejectedSchema = z.strictObject({ name: z.string(), reason: z.string() });

export const datasetSchema = z.strictObject({
  datasetId: idSchema,
  name: z.string(),
  /** Number of the newest version. */
  version: z.int().min(1),
  /** Identity of the content. */
  digest: digestSchema,
  element: elementShapeSchema,
  /** In label order. */
  classes: z.array(classCountSchema),
  examples: z.int().min(0),
  rejected: z.array(rejectedSchema),
  createdAt: timeSchema,
});

/** One example of a data set version; a text comes with it, a picture is fetched by its sha256. */
export const exampleSchema = z.strictObject({
  sha256: digestSchema,
  /** Index into the classes. */
  label: z.int().min(0),
  /** Name in the upload. */
  name: z.string(),
  text: z.string().nullable(),
});

export const examplePageSchema = z.strictObject({
  /** How many there are on all pages. */
  total: z.int().min(0),
  examples: z.array(exampleSchema),
});

/** Id or name of a data set (then its newest version), or the digest of one version. */
export const datasetRefSchema = z.string().min(1).max(100);

/** csv is any delimited text: comma, semicolon, tab. */
export const datasetFormatSchema = z.enum(['zip', 'csv', 'jsonl']);

/** Which columns (fields, for JSONL) hold text and label. */
export const columnsSchema = z.strictObject({
  text: z.string().min(1).max(200),
  label: z.string().min(1).max(200),
});

const shareSchema = z.coerce.number<number | string>().min(0).max(0.9);

export const splitPreviewSchema = z.strictObject({
  parts: z.array(
    z.strictObject({
      part: z.enum(['train', 'validation', 'test']),
      /** By class, in label order. */
      counts: z.array(z.int().min(0)),
      /** Some of them, spread over the part. */
      examples: z.array(exampleSchema),
    }),
  ),
  /** Examples with a near duplicate in another part. */
  torn: z.int().min(0),
});

export const datasetRoutes = {
  listDatasets: defineRoute({
    method: 'GET',
    path: '/api/v1/datasets',
    summary: 'Data sets of the workspace, each with its newest version',
    policy: 'viewer',
    query: pageQuerySchema,
    reply: jsonReply(z.strictObject({ datasets: z.array(datasetSchema) })),
  }),
  getDataset: defineRoute({
    method: 'GET',
    path: '/api/v1/datasets/:datasetId',
    summary: 'A data set with its newest version',
    policy: 'viewer',
    params: z.strictObject({ datasetId: idSchema }),
    reply: jsonReply(datasetSchema),
  }),
  listExamples: defineRoute({
    method: 'GET',
    path: '/api/v1/datasets/:dataset/examples',
    summary: 'Examples of a data set version in its order: of one class, or of all',
    policy: 'viewer',
    params: z.strictObject({ dataset: datasetRefSchema }),
    query: z.strictObject({
      class: z.string().max(255).optional(),
      /** Part of the name, or of the text; upper and lower case are the same. */
      search: z.string().max(200).optional(),
      /** JSON: the operations of a data recipe; only what they leave, with the classes that they leave. */
      operations: z.string().max(8000).optional(),
      limit: z.coerce.number<number | string>().int().min(1).max(200).default(60),
      offset: z.coerce.number<number | string>().int().min(0).default(0),
    }),
    reply: jsonReply(examplePageSchema),
  }),
  getExample: defineRoute({
    method: 'GET',
    path: '/api/v1/datasets/:dataset/examples/:sha256',
    summary: 'The stored bytes of an example: a picture, or UTF-8 text',
    policy: 'viewer',
    params: z.strictObject({ dataset: datasetRefSchema, sha256: digestSchema }),
    reply: streamReply('application/octet-stream'),
  }),
  listVersions: defineRoute({
    method: 'GET',
    path: '/api/v1/datasets/:dataset/versions',
    summary: 'Versions of a data set, newest first',
    policy: 'viewer',
    params: z.strictObject({ dataset: datasetRefSchema }),
    query: z.strictObject({
      /** Which of the data sets with equal content a digest means. */
      name: z.string().max(255).optional(),
    }),
    reply: jsonReply(z.strictObject({ versions: z.array(datasetSchema) })),
  }),
  listDuplicates: defineRoute({
    method: 'GET',
    path: '/api/v1/datasets/:dataset/duplicates',
    summary: 'Groups of examples that are the same or look alike, largest first',
    policy: 'viewer',
    params: z.strictObject({ dataset: datasetRefSchema }),
    query: z.strictObject({
      /** Bits of 64 in which the perceptual hashes may differ. */
      distance: z.coerce.number<number | string>().int().min(0).max(15).default(NEAR_DISTANCE),
      limit: z.coerce.number<number | string>().int().min(1).max(200).default(50),
    }),
    reply: jsonReply(
      z.strictObject({
        /** How many groups there are in all. */
        total: z.int().min(0),
        groups: z.array(z.strictObject({ exact: z.boolean(), examples: z.array(exampleSchema) })),
      }),
    ),
  }),
  previewSplit: defineRoute({
    method: 'GET',
    path: '/api/v1/datasets/:dataset/split',
    summary: 'What a Split node would do: examples of each class in each part, and some of them',
    policy: 'viewer',
    params: z.strictObject({ dataset: datasetRefSchema }),
    query: z.strictObject({
      /** Shares of the validation and the test part; the rest is for training. */
      validation: shareSchema.default(0.15),
      test: shareSchema.default(0.15),
      stratified: z.enum(['true', 'false']).default('true'),
      group: z.enum(['same-content', 'near-duplicates']).default('same-content'),
      seed: countedTextSchema.default(1),
      /** Examples that are shown of each part. */
      limit: z.coerce.number<number | string>().int().min(0).max(60).default(12),
    }),
    reply: jsonReply(splitPreviewSchema),
  }),
  exportDataset: defineRoute({
    method: 'GET',
    path: '/api/v1/datasets/:dataset/export',
    summary: 'A data set version as a zip: a folder of pictures a class, or texts as CSV',
    policy: 'viewer',
    audit: true,
    params: z.strictObject({ dataset: datasetRefSchema }),
    reply: streamReply('application/zip'),
  }),
  changeDataset: defineRoute({
    method: 'POST',
    path: '/api/v1/datasets/:dataset/changes',
    summary: 'Relabel or exclude examples, merge classes: makes a new version',
    policy: 'editor',
    params: z.strictObject({ dataset: datasetRefSchema }),
    body: jsonBody(
      z.strictObject({
        /** The version that was looked at; another one may be the newest by now. */
        digest: digestSchema,
        changes: z.array(datasetChangeSchema).min(1).max(100),
      }),
      4 * 1024 ** 2,
    ),
    idempotent: 'by-reply',
    reply: jsonReply(datasetSchema, 201),
  }),
  importDataset: defineRoute({
    method: 'POST',
    path: '/api/v1/datasets',
    summary:
      'Import a zip of pictures (one folder a class), or texts as CSV, TSV or JSONL with text and label',
    policy: 'editor',
    query: z.strictObject({ name: nameSchema, format: datasetFormatSchema }),
    body: rawBody(['application/zip', 'text/csv', 'application/x-ndjson'], DATASET_UPLOAD_LIMIT),
    idempotent: 'by-reply',
    reply: jsonReply(datasetSchema, 201),
  }),
};

export type DatasetView = z.infer<typeof datasetSchema>;
export type ExampleView = z.infer<typeof exampleSchema>;
export type ExamplePage = z.infer<typeof examplePageSchema>;
export type DuplicateGroup = { exact: boolean; examples: ExampleView[] };
export type SplitPreviewView = z.infer<typeof splitPreviewSchema>;
export type Rejected = z.infer<typeof rejectedSchema>;
