import { jsonSchema } from '@graft/graph';
import { progressSchema } from '@graft/plan';
import { z } from 'zod';
import { idSchema, timeSchema } from './common';
import { prioritySchema } from './graphs';

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

/** What a person may do about a step. */
export const STEP_CONTROLS = ['finish-early', 'set-learning-rate', 'retry', 'skip', 'end'] as const;

export const runStateSchema = z.enum(RUN_STATES);
export const stepStateSchema = z.enum(STEP_STATES);

/**
 * What a person may do about a step in this state.
 * @param changeable its node says that its course can be changed while it runs
 */
export function listStepControls(
  state: z.infer<typeof stepStateSchema>,
  changeable: boolean,
): StepControl[] {
  if (state === 'parked') return ['retry', 'skip', 'end'];
  const runs = state === 'running' || state === 'paused';
  return runs && changeable ? ['finish-early', 'set-learning-rate'] : [];
}

/** Terminal states are final. */
export function isTerminal(state: z.infer<typeof runStateSchema>): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled';
}

export const failureSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  node: z.string().nullable(),
});

/** How the course of a step differs from its plan. Such a result is no other run's: it is not cached. */
export const stepCourseSchema = z.strictObject({
  /** It was asked to end now and to keep its best model. */
  finishEarly: z.boolean(),
  /** The learning rate that was asked for last; null for that of the plan. */
  learningRate: z.number().nullable(),
  /** Parts in which each batch is computed: 2 after memory ran out. */
  microBatches: z.int(),
  /** Its result is not the one of the plan, by its own course or by that of a step it needs. */
  changed: z.boolean(),
});

export const runSummarySchema = z.strictObject({
  runId: idSchema,
  /** The run that this one goes on from. */
  parentId: idSchema.nullable(),
  priority: prioritySchema,
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
  /** What it tries, in a run that tries settings: `node.param` (null where only repeats differ), its value, and which
   * repeat it is, from 0 on. */
  tried: z
    .strictObject({ field: z.string().nullable(), value: jsonSchema, repeat: z.int().min(0) })
    .optional(),
  state: stepStateSchema,
  /** How often it was begun. */
  attempts: z.int(),
  /** What a person may do about it right now. */
  controls: z.array(z.enum(STEP_CONTROLS)),
  course: stepCourseSchema,
  /** What a waiting step waits for, in words: `a GPU worker (0 connected)`. */
  waitsFor: z.string().nullable(),
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

/** What becomes of the best one of a run that tries settings, where it is to be registered. */
export const bestRegistrationSchema = z.strictObject({
  /** `wanted`: once the run has ended. `refused`: `problem` says why; asked again, it is tried again. */
  state: z.enum(['wanted', 'started', 'refused']),
  /** The run that evaluates and registers it; null unless `started`. */
  runId: idSchema.nullable(),
  problem: z.string().nullable(),
});

export const runSchema = runSummarySchema.extend({
  /** Runs that go on from this one, oldest first. */
  children: z.array(idSchema),
  /** True when the parent ran another graph or other parameters. */
  edited: z.boolean(),
  planDigest: z.string(),
  overrides: z.record(z.string(), jsonSchema),
  graph: jsonSchema,
  /** Sequence of the newest event. */
  lastSeq: z.int(),
  steps: z.array(runStepSchema),
  /** Report by the node that made it: accuracy and the other measures. */
  reports: z.record(z.string(), z.record(z.string(), jsonSchema)),
  models: z.array(z.strictObject({ name: z.string(), version: z.int() })),
  /** Null where nobody wants a best one to be registered. */
  best: bestRegistrationSchema.nullable(),
});

export type RunState = z.infer<typeof runStateSchema>;
export type StepRunState = z.infer<typeof stepStateSchema>;
export type RunSummary = z.infer<typeof runSummarySchema>;
export type StepControl = (typeof STEP_CONTROLS)[number];
export type BestRegistration = z.infer<typeof bestRegistrationSchema>;
export type RunStep = z.infer<typeof runStepSchema>;
export type RunView = z.infer<typeof runSchema>;
