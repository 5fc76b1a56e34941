import { jsonSchema } from '@graft/graph';
import { checkpointRefSchema, historyRowSchema, progressSchema } from '@graft/plan';
import { z } from 'zod';
import { runStateSchema, stepStateSchema } from './runs';

/** Why a run or a step failed, for a person. `code` is stable. */
export const runErrorSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), jsonSchema).optional(),
  /** The step an error of a run comes from. */
  stepId: z.string().optional(),
});

const runState = {
  type: z.literal('run-state'),
  state: runStateSchema,
  error: runErrorSchema.nullable(),
};

const stepState = {
  type: z.literal('step-state'),
  stepId: z.string(),
  kind: z.string(),
  state: stepStateSchema,
  /** True when the outputs were not computed by this run. */
  cached: z.boolean(),
  /** In words, when there is something to say: why it was reused, waits or starts again. */
  reason: z.string().nullable(),
  error: runErrorSchema.nullable(),
  /** The outputs' summary once the step has ended well: report figures, counts. */
  summary: z.record(z.string(), jsonSchema).nullable(),
};

const progress = { type: z.literal('progress'), stepId: z.string(), progress: progressSchema };

/** Rows of a history. After a resume a row may come again: the newest row of an epoch and step counts. */
const metrics = {
  type: z.literal('metrics'),
  stepId: z.string(),
  rows: z.array(historyRowSchema),
};

const checkpoint = {
  type: z.literal('checkpoint'),
  stepId: z.string(),
  checkpoint: checkpointRefSchema,
};

const note = {
  type: z.literal('note'),
  stepId: z.string().nullable(),
  level: z.enum(['info', 'warning']),
  /** Stable, dotted: `checkpoint.corrupt`. */
  code: z.string(),
  message: z.string(),
};

/** What happened: the stored body of an event. */
export const runEventBodySchema = z.discriminatedUnion('type', [
  z.strictObject(runState),
  z.strictObject(stepState),
  z.strictObject(progress),
  z.strictObject(metrics),
  z.strictObject(checkpoint),
  z.strictObject(note),
]);

const place = {
  runId: z.string(),
  /** Counts from 1 in each run, without gaps; the id of the server-sent event. */
  seq: z.int().min(1),
  at: z.iso.datetime(),
};

/** One event of a run, as it is sent. See docs/adr/0004-event-sequence.md. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...place, ...runState }),
  z.strictObject({ ...place, ...stepState }),
  z.strictObject({ ...place, ...progress }),
  z.strictObject({ ...place, ...metrics }),
  z.strictObject({ ...place, ...checkpoint }),
  z.strictObject({ ...place, ...note }),
]);

export type RunError = z.infer<typeof runErrorSchema>;
export type RunEventBody = z.infer<typeof runEventBodySchema>;
export type RunEvent = z.infer<typeof runEventSchema>;
