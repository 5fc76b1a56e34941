import { jsonSchema } from '@graft/graph';
import { progressSchema } from '@graft/plan';
import { z } from 'zod';
import { idSchema, pageQuerySchema, timeSchema } from './common';
import { runSourceSchema } from './graphs';
import { defineRoute, GRAPH_LIMIT, jsonBody, jsonReply, streamReply } from './route';

export const RUN_STATES = [
  'waiting',
  'running',
  'paused',
  'parked',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export const STEP_STATES = [
  'waiting',
  'running',
  'paused',
  'parked',
  'succeeded',
  'reused',
  'skipped',
  'failed',
  'cancelled',
] as const;

export const runStateSchema = z.enum(RUN_STATES);
export const stepStateSchema = z.enum(STEP_STATES);

/** Terminal states are final. */
export function isTerminal(state: z.infer<typeof runStateSchema>): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

export const failureSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  node: z.string().nullable(),
});

export const runSummarySchema = z.strictObject({
  runId: idSchema,
  status: runStateSchema,
  /** Name of the graph, if it has one. */
  name: z.string().nullable(),
  pipelineId: idSchema.nullable(),
  createdAt: timeSchema,
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  error: failureSchema.nullable(),
});

export const runStepSchema = z.strictObject({
  stepId: z.string(),
  /** The node that asked for the step; null for one that the compiler added. */
  node: z.string().nullable(),
  kind: z.string(),
  state: stepStateSchema,
  /** Its outputs were there already: nothing was computed. */
  cached: z.boolean(),
  /** Wall clock; null before it began. */
  seconds: z.number().nullable(),
  progress: progressSchema.nullable(),
  error: failureSchema.nullable(),
  /** Files to download, by output name. */
  outputs: z.record(z.string(), z.strictObject({ kind: z.string(), bytes: z.int() })),
  summary: z.record(z.string(), jsonSchema),
});

export const runSchema = runSummarySchema.extend({
  parentId: idSchema.nullable(),
  planDigest: z.string(),
  overrides: z.record(z.string(), jsonSchema),
  graph: jsonSchema,
  /** Sequence of the newest event. */
  lastSeq: z.int(),
  steps: z.array(runStepSchema),
  /** Report by the node that made it: accuracy and the other measures. */
  reports: z.record(z.string(), z.record(z.string(), jsonSchema)),
  models: z.array(z.strictObject({ name: z.string(), version: z.int() })),
});

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

export const runRoutes = {
  startRun: defineRoute({
    method: 'POST',
    path: '/api/v1/runs',
    summary: 'Start a run; accepted means that it will run even if everything stops now',
    policy: 'editor',
    body: jsonBody(runSourceSchema, GRAPH_LIMIT),
    idempotent: true,
    reply: jsonReply(z.strictObject({ runId: idSchema, status: runStateSchema }), 202),
  }),
  listRuns: defineRoute({
    method: 'GET',
    path: '/api/v1/runs',
    summary: 'Runs of the workspace, newest first',
    policy: 'viewer',
    query: pageQuerySchema,
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
  getOutput: defineRoute({
    method: 'GET',
    path: `${runPath}/steps/:stepId/outputs/:output`,
    summary: 'Download an output of a step',
    policy: 'viewer',
    params: runParamsSchema.extend({ stepId: z.string().max(200), output: z.string().max(100) }),
    reply: streamReply('application/octet-stream'),
  }),
};

export type RunState = z.infer<typeof runStateSchema>;
export type StepRunState = z.infer<typeof stepStateSchema>;
export type RunSummary = z.infer<typeof runSummarySchema>;
export type RunStep = z.infer<typeof runStepSchema>;
export type RunView = z.infer<typeof runSchema>;
