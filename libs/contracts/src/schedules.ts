import { z } from 'zod';
import { idSchema, timeSchema } from './common';
import { defineRoute, emptyReply, jsonBody, jsonReply } from './route';

/** What starts a run. Five fields of cron; the times are those of the time zone (IANA). */
export const scheduleTriggerSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('cron'),
    cron: z.string().min(9).max(200),
    timezone: z.string().min(1).max(100).default('UTC'),
  }),
  /** Each new version of a data set. */
  z.strictObject({ type: z.literal('data'), datasetId: idSchema }),
]);

export const scheduleSchema = z.strictObject({
  scheduleId: idSchema,
  pipelineId: idSchema,
  pipeline: z.string(),
  trigger: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('cron'), cron: z.string(), timezone: z.string() }),
    z.strictObject({ type: z.literal('data'), datasetId: idSchema, dataset: z.string() }),
  ]),
  /** When it runs next; null for one that waits for data. */
  nextAt: timeSchema.nullable(),
  lastRunId: idSchema.nullable(),
  lastAt: timeSchema.nullable(),
  /** Why the last run could not be started. */
  problem: z.string().nullable(),
});

export const scheduleRoutes = {
  listSchedules: defineRoute({
    method: 'GET',
    path: '/api/v1/schedules',
    summary: 'Pipelines that run again by themselves',
    policy: 'viewer',
    reply: jsonReply(z.strictObject({ schedules: z.array(scheduleSchema) })),
  }),
  createSchedule: defineRoute({
    method: 'POST',
    path: '/api/v1/schedules',
    summary: 'Run a pipeline again by cron, or whenever a data set has a new version',
    policy: 'editor',
    body: jsonBody(z.strictObject({ pipelineId: idSchema, trigger: scheduleTriggerSchema })),
    idempotent: 'by-id',
    reply: jsonReply(scheduleSchema, 201),
  }),
  deleteSchedule: defineRoute({
    method: 'DELETE',
    path: '/api/v1/schedules/:scheduleId',
    summary: 'Run a pipeline no more by itself',
    policy: 'editor',
    params: z.strictObject({ scheduleId: idSchema }),
    reply: emptyReply,
  }),
};

export type ScheduleTrigger = z.infer<typeof scheduleTriggerSchema>;
export type ScheduleEntry = z.infer<typeof scheduleSchema>;
