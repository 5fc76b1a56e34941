import { z } from 'zod';
import { idSchema, pageQuerySchema } from './common';
import { datasetRefSchema, examplePageSchema } from './datasets';
import { runSourceSchema } from './graphs';
import { defineRoute, GRAPH_LIMIT, jsonBody, jsonReply, streamReply } from './route';
import {
  bestRegistrationSchema,
  runSchema,
  runStateSchema,
  runSummarySchema,
  stepStateSchema,
} from './runs';

const runParamsSchema = z.strictObject({ runId: idSchema });
const runPath = '/api/v1/runs/:runId';

const control = <const Verb extends string>(verb: Verb, summary: string) =>
  defineRoute({
    method: 'POST',
    path: `${runPath}/${verb}`,
    summary,
    policy: 'editor',
    params: runParamsSchema,
    reply: jsonReply(z.strictObject({ runId: idSchema, status: runStateSchema }), 202),
  });

const stepParamsSchema = runParamsSchema.extend({ stepId: z.string().max(200) });
const stepReply = jsonReply(
  z.strictObject({ runId: idSchema, stepId: z.string(), state: stepStateSchema }),
  202,
);

/** Refused with 409 `step.not-changeable` or `step.not-parked`; the same again changes nothing. */
const stepControl = <const Verb extends string>(verb: Verb, summary: string) =>
  defineRoute({
    method: 'POST',
    path: `${runPath}/steps/:stepId/${verb}`,
    summary,
    policy: 'editor',
    params: stepParamsSchema,
    reply: stepReply,
  });

export const runRoutes = {
  startRun: defineRoute({
    method: 'POST',
    path: '/api/v1/runs',
    summary: 'Start a run; accepted means that it will run even if everything stops now',
    policy: 'editor',
    body: jsonBody(runSourceSchema, GRAPH_LIMIT),
    idempotent: 'by-id',
    // A third of a second of work on one slow core: who comes later is told when.
    atOnce: 8,
    reply: jsonReply(z.strictObject({ runId: idSchema, status: runStateSchema }), 202),
  }),
  listRuns: defineRoute({
    method: 'GET',
    path: '/api/v1/runs',
    summary: 'Runs of the workspace, newest first',
    policy: 'viewer',
    query: pageQuerySchema.extend({
      /** Only runs of this pipeline. */
      pipelineId: idSchema.optional(),
    }),
    reply: jsonReply(z.strictObject({ runs: z.array(runSummarySchema) })),
  }),
  getRun: defineRoute({
    method: 'GET',
    path: runPath,
    summary: 'A run with its steps, reports and models',
    policy: 'viewer',
    params: runParamsSchema,
    reply: jsonReply(runSchema),
  }),
  cancelRun: control('cancel', 'End a run; a finished one stays as it is'),
  pauseRun: control('pause', 'Stop a run at the next batch and keep its place'),
  resumeRun: control('resume', 'Go on with a paused run'),
  registerBest: defineRoute({
    method: 'POST',
    path: `${runPath}/register-best`,
    summary:
      'Evaluate the best one of a run that tries settings on the test part and register it, once it has ended; the same again changes nothing',
    policy: 'editor',
    params: runParamsSchema,
    reply: jsonReply(bestRegistrationSchema, 202),
  }),
  finishStep: stepControl(
    'finish-early',
    'End a training at the next batch with its best model; the run goes on with that',
  ),
  setLearningRate: defineRoute({
    method: 'POST',
    path: `${runPath}/steps/:stepId/learning-rate`,
    summary: 'Change the learning rate of a training from its next batch on',
    policy: 'editor',
    params: stepParamsSchema,
    body: jsonBody(z.strictObject({ value: z.number().positive().max(1000) })),
    reply: stepReply,
  }),
  retryStep: stepControl('retry', 'Try a parked step again, from its last checkpoint'),
  skipStep: stepControl('skip', 'Go on without a parked step and all that needs it'),
  endStep: stepControl('end', 'Let a parked step fail; the run ends when its other steps have'),
  getOutput: defineRoute({
    method: 'GET',
    path: `${runPath}/steps/:stepId/outputs/:output`,
    summary: 'Download an output of a step',
    policy: 'viewer',
    audit: true,
    params: stepParamsSchema.extend({ output: z.string().max(100) }),
    reply: streamReply('application/octet-stream'),
  }),
  listConfused: defineRoute({
    method: 'GET',
    path: `${runPath}/steps/:stepId/outputs/:output/confused`,
    summary: 'Examples behind a cell of a report, as they stand in a version of a data set',
    policy: 'viewer',
    params: stepParamsSchema.extend({ output: z.string().max(100) }),
    query: z.strictObject({
      /** Id or name of a data set (then its newest version), or the digest of one version. */
      dataset: datasetRefSchema,
      /** Class of the examples when they were tested. */
      truth: z.string().max(255),
      /** Class that the model gave them. */
      answer: z.string().max(255),
      limit: z.coerce.number<number | string>().int().min(1).max(200).default(60),
      offset: z.coerce.number<number | string>().int().min(0).default(0),
    }),
    reply: jsonReply(examplePageSchema),
  }),
};
