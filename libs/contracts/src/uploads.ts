import { z } from 'zod';
import { baseSummarySchema } from './catalog';
import { idSchema, nameSchema } from './common';
import {
  columnsSchema,
  DATASET_UPLOAD_LIMIT,
  datasetFormatSchema,
  datasetSchema,
} from './datasets';
import { defineRoute, emptyReply, jsonBody, jsonReply, rawBody } from './route';

/** Bytes of one piece at most. */
export const UPLOAD_PIECE_LIMIT = 16 * 1024 ** 2;

export const uploadSchema = z.strictObject({
  uploadId: idSchema,
  /** Size of the whole file. */
  bytes: z.int().min(1),
  /** What has arrived and is stored; the next piece begins here. */
  received: z.int().min(0),
  /** How far the import of it is, while one runs. */
  importing: z.strictObject({ done: z.int().min(0), total: z.int().min(0) }).nullable(),
  /** It has been: there is nothing left to send or to import. */
  imported: z.boolean(),
});

/** What an upload of texts looks like: for choosing the columns before it is imported. */
export const uploadPreviewSchema = z.strictObject({
  encoding: z.string(),
  /** Null for JSONL. */
  delimiter: z.string().nullable(),
  columns: z.array(z.string()),
  /** The columns that an import takes when none are chosen; null: choose. */
  suggested: columnsSchema.nullable(),
  rows: z.array(z.array(z.string())),
});

/** What a file can't say of a model. */
export const baseImportSchema = z.strictObject({
  name: nameSchema,
  /** Pixels 0 to 255 become (pixel - mean) / scale. */
  mean: z.number().min(-1000).max(1000).default(0),
  scale: z.number().positive().max(1000).default(255),
  /** Height and width, where the model leaves them open. */
  size: z.int().min(16).max(1024).nullable().default(null),
  /** Names of the classes of its own classifier. */
  labels: z.array(z.string().min(1).max(200)).max(100_000).nullable().default(null),
  licence: z.string().min(1).max(500).default('unknown'),
  /** Of an ONNX file: the tensor with the features; null: what enters its classifier, or its only output. */
  output: z.string().min(1).max(500).nullable().default(null),
  /** After mean and scale, (value - mean) / deviation, a value each channel, red first. */
  channelMean: z.array(z.number().min(-1000).max(1000)).min(1).max(3).nullable().default(null),
  channelDeviation: z.array(z.number().positive().max(1000)).min(1).max(3).nullable().default(null),
  /** As the model wants them. */
  colours: z.enum(['rgb', 'bgr']).default('rgb'),
});

const params = z.strictObject({ uploadId: idSchema });
const path = '/api/v1/uploads/:uploadId';

export const uploadRoutes = {
  startUpload: defineRoute({
    method: 'POST',
    path: '/api/v1/uploads',
    summary: 'Begin an upload in pieces, which can go on after the connection broke',
    policy: 'editor',
    body: jsonBody(z.strictObject({ bytes: z.int().min(1).max(DATASET_UPLOAD_LIMIT) })),
    idempotent: 'by-reply',
    reply: jsonReply(uploadSchema, 201),
  }),
  getUpload: defineRoute({
    method: 'GET',
    path,
    summary: 'How much of an upload has arrived, and how far its import is',
    policy: 'editor',
    params,
    reply: jsonReply(uploadSchema),
  }),
  sendPiece: defineRoute({
    method: 'PUT',
    path,
    summary: 'The next piece of an upload, from `offset` on',
    policy: 'editor',
    params,
    query: z.strictObject({ offset: z.coerce.number<number | string>().int().min(0) }),
    body: rawBody(['application/octet-stream'], UPLOAD_PIECE_LIMIT),
    reply: jsonReply(uploadSchema),
  }),
  previewUpload: defineRoute({
    method: 'GET',
    path: `${path}/preview`,
    summary: 'Encoding, delimiter, columns and first rows of an upload of texts',
    policy: 'editor',
    params,
    query: z.strictObject({ format: z.enum(['csv', 'jsonl']) }),
    reply: jsonReply(uploadPreviewSchema),
  }),
  importUpload: defineRoute({
    method: 'POST',
    path: `${path}/import`,
    summary:
      'Make a data set version of a complete upload; the upload is gone afterwards, and told of for a while',
    policy: 'editor',
    params,
    body: jsonBody(
      z.strictObject({
        name: nameSchema,
        format: datasetFormatSchema,
        columns: columnsSchema.optional(),
      }),
    ),
    idempotent: 'by-reply',
    reply: jsonReply(datasetSchema, 201),
  }),
  importBase: defineRoute({
    method: 'POST',
    path: `${path}/import-base`,
    summary:
      'Make a base model of a complete upload: a zip of model.json with weights, .h5, .keras or .onnx',
    policy: 'editor',
    params,
    body: jsonBody(baseImportSchema),
    idempotent: 'by-reply',
    reply: jsonReply(baseSummarySchema, 201),
  }),
  discardUpload: defineRoute({
    method: 'DELETE',
    path,
    summary: 'Forget an upload',
    policy: 'editor',
    params,
    reply: emptyReply,
  }),
};

export type BaseImport = z.output<typeof baseImportSchema>;
export type UploadView = z.infer<typeof uploadSchema>;
export type UploadPreview = z.infer<typeof uploadPreviewSchema>;
