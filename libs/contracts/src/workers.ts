import { z } from 'zod';
import { idSchema, timeSchema } from './common';
import { defineRoute, emptyReply, jsonReply } from './route';

export const workerSchema = z.strictObject({
  workerId: idSchema,
  /** Machine and process. */
  name: z.string(),
  queues: z.array(z.string()),
  /** What whoever runs it calls its machine: GRAFT_WORKER_LABELS. Nodes ask for them. */
  labels: z.array(z.string()),
  /** `tensorflow` (native) or `wasm`. */
  backend: z.string(),
  /** `cpu` or `cuda`. */
  device: z.string(),
  threads: z.int(),
  version: z.string(),
  /** Asked to finish: it takes no more steps. */
  draining: z.boolean(),
  startedAt: timeSchema,
  seenAt: timeSchema,
  /** Steps of this workspace that it runs right now. */
  steps: z.array(z.strictObject({ runId: idSchema, stepId: z.string(), kind: z.string() })),
  /** How many it runs right now, those of other workspaces included. */
  running: z.int(),
});

export const workerRoutes = {
  listWorkers: defineRoute({
    method: 'GET',
    path: '/api/v1/workers',
    summary: 'Workers that are connected, and what they run',
    policy: 'viewer',
    reply: jsonReply(z.strictObject({ workers: z.array(workerSchema) })),
  }),
  drainWorker: defineRoute({
    method: 'POST',
    path: '/api/v1/workers/:workerId/drain',
    summary: 'Let a worker write its checkpoints, hand its steps back and stop; for administrators',
    policy: 'owner',
    params: z.strictObject({ workerId: idSchema }),
    reply: emptyReply,
  }),
};

export type WorkerNodeView = z.infer<typeof workerSchema>;
