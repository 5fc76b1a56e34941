import { elementShapeSchema } from '@graft/graph';
import { z } from 'zod';
import { digestSchema, idSchema, nameSchema, pageQuerySchema, timeSchema } from './common';
import { defineRoute, jsonReply, rawBody } from './route';

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

export const datasetFormatSchema = z.enum(['zip', 'csv']);

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
  importDataset: defineRoute({
    method: 'POST',
    path: '/api/v1/datasets',
    summary: 'Import a zip of pictures (one folder a class) or a CSV with the columns text,label',
    policy: 'editor',
    query: z.strictObject({ name: nameSchema, format: datasetFormatSchema }),
    body: rawBody(['application/zip', 'text/csv'], DATASET_UPLOAD_LIMIT),
    reply: jsonReply(datasetSchema, 201),
  }),
};

export type DatasetView = z.infer<typeof datasetSchema>;
export type Rejected = z.infer<typeof rejectedSchema>;
