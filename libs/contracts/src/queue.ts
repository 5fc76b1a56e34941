import { z } from 'zod';
import { idSchema, timeSchema } from './common';
import { prioritySchema } from './graphs';
import { defineRoute, jsonBody, jsonReply } from './route';
import { runStateSchema } from './runs';

/** A run that waits for its turn, or a step of a run that waits for a worker. */
export const queueEntrySchema = z.strictObject({
  runId: idSchema,
  /** Null when the whole run waits for its turn. */
  stepId: z.string().nullable(),
  kind: z.string().nullable(),
  /** Name of the graph, if it has one. */
  name: z.string().nullable(),
  pipelineId: idSchema.nullable(),
  priority: prioritySchema,
  /** 1 goes next: among the runs of the workspace, or among all steps that wait for such a worker. */
  position: z.int().min(1),
  /** In words: `Waiting for a GPU worker (0 connected)`. */
  waitsFor: z.string(),
  since: timeSchema,
});

export const queueRoutes = {
  listQueue: defineRoute({
    method: 'GET',
    path: '/api/v1/queue',
    summary: 'What waits in the workspace, for what, and who goes next',
    policy: 'viewer',
    reply: jsonReply(z.strictObject({ entries: z.array(queueEntrySchema) })),
  }),
  setRunPriority: defineRoute({
    method: 'PUT',
    path: '/api/v1/runs/:runId/priority',
    summary: 'Let a run go before others, or after them; what runs already is left alone',
    policy: 'editor',
    params: z.strictObject({ runId: idSchema }),
    body: jsonBody(z.strictObject({ priority: prioritySchema })),
    reply: jsonReply(
      z.strictObject({ runId: idSchema, status: runStateSchema, priority: prioritySchema }),
    ),
  }),
};

export type QueueEntry = z.infer<typeof queueEntrySchema>;
export type Priority = z.infer<typeof prioritySchema>;
