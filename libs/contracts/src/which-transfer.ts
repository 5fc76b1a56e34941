import { graphSchema } from '@graft/graph';
import { progressSchema } from '@graft/plan';
import { z } from 'zod';
import { idSchema } from './common';
import { defineRoute, jsonBody, jsonReply } from './route';
import { runStateSchema, stepStateSchema } from './runs';

const path = '/api/v1/which-transfer';
const BODY_LIMIT = 16 * 1024;

/** A difference of two shares of right answers, -1 to 1, with its 95 % interval. */
const differenceSchema = z.strictObject({
  outcome: z.enum(['helps', 'hurts', 'no-difference-shown']),
  mean: z.number(),
  low: z.number(),
  high: z.number(),
});

export const transferWaySchema = z.strictObject({
  id: z.string(),
  /** In words: "EfficientNet-Lite0 up to block5, new head". */
  title: z.string(),
  /** Name of a base; null for a small network of its own. */
  base: z.string().nullable(),
  /** Layer after which the base is cut; null: at its feature layer. */
  cut: z.string().nullable(),
  training: z.enum(['head', 'fine-tune', 'scratch', 'random-features']),
  /** The step that measures it. */
  stepId: z.string(),
  state: stepStateSchema,
  progress: progressSchema.nullable(),
  /** Share of right answers over all folds, with its 95 % interval; null until it is known. */
  accuracy: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Of training and testing all folds. */
  seconds: z.number().nullable(),
  parameters: z.number().nullable(),
  trainable: z.number().nullable(),
  /** Of one picture. */
  multiplyAdds: z.number().nullable(),
  /** Against from scratch, paired by picture; null until all is over, and for from scratch itself. */
  difference: differenceSchema.nullable(),
  /** This way as a graph to open and go on with. */
  graph: graphSchema,
});

export const whichTransferSchema = z.strictObject({
  runId: idSchema,
  status: runStateSchema,
  /** Name of the data set for graphs. */
  dataset: z.string(),
  ways: z.array(transferWaySchema),
  /** Cuts of bases whose features are there, and how many are needed. */
  features: z.strictObject({ done: z.int(), total: z.int() }),
  /** Of the whole work, 0 to 1. */
  fraction: z.number().min(0).max(1),
  /** At the pace so far; null until it is known, and when nothing runs. */
  secondsLeft: z.number().nullable(),
  /** The cheapest way that is as good as the best one; null until all is over. */
  recommended: z.string().nullable(),
  /** The verdict in words; empty until all is over. */
  sentences: z.array(z.string()),
});

export const whichTransferRoutes = {
  startWhichTransfer: defineRoute({
    method: 'POST',
    path,
    summary: 'Try every way of transferring to a data set of pictures, as one run',
    policy: 'editor',
    body: jsonBody(
      z.strictObject({
        /** Name of the data set for graphs. */
        dataset: z.string().min(1).max(200),
        /** Names of bases; default: up to three that read pictures, bundled ones first. */
        bases: z.array(z.string().min(1).max(200)).min(1).max(3).optional(),
        /** Fast: frozen layers in int8, twice as quick; refused where features would differ too much. */
        precision: z.enum(['exact', 'fast']).default('exact'),
      }),
      BODY_LIMIT,
    ),
    idempotent: 'by-id',
    reply: jsonReply(z.strictObject({ runId: idSchema, status: runStateSchema }), 202),
  }),
  getWhichTransfer: defineRoute({
    method: 'GET',
    path: `${path}/:runId`,
    summary: 'The table of ways, as far as it is known, and the verdict in words',
    policy: 'viewer',
    params: z.strictObject({ runId: idSchema }),
    reply: jsonReply(whichTransferSchema),
  }),
};

export type WhichTransferView = z.infer<typeof whichTransferSchema>;
export type TransferWayView = z.infer<typeof transferWaySchema>;
