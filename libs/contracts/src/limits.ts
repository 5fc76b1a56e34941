import { z } from 'zod';
import { timeSchema } from './common';
import { defineRoute, jsonBody, jsonReply } from './route';

/** What a workspace may use; null: as much as there is, or as the installation says. */
export const workspaceLimitsSchema = z.strictObject({
  /** Runs that are under way at the same time; the others wait. */
  mostRuns: z.int().min(1).max(10_000).nullable(),
  /** Hours on GPU workers in a month of the calendar, in UTC. */
  mostGpuHours: z.number().min(0.1).max(1_000_000).nullable(),
  /** Disk for data sets, models and results, in units of 10^9 bytes. */
  mostDiskGigabytes: z.number().min(0.001).max(1_000_000).nullable(),
  /** Days after their last use for which results that can be computed again are kept. */
  keptDays: z.int().min(1).max(36_500).nullable(),
  /** Days after their end for which runs are kept, unless a model or another run goes back to them. */
  keptRunDays: z.int().min(1).max(36_500).nullable().default(null),
  /** Days for which checkpoints of trainings that were given up are kept. */
  keptCheckpointDays: z.int().min(1).max(36_500).nullable().default(null),
});

export const workspaceUseSchema = z.strictObject({
  limits: workspaceLimitsSchema,
  /** Runs that are under way. */
  runs: z.int().min(0),
  /** Hours on GPU workers since `since`, pauses of their steps included. */
  gpuHours: z.number().min(0),
  /** Bytes of all that the workspace names; what it shares with others counts in each. */
  diskBytes: z.int().min(0),
  /** The part of it that can be computed again. */
  resultBytes: z.int().min(0),
  since: timeSchema,
});

export const limitRoutes = {
  getLimits: defineRoute({
    method: 'GET',
    path: '/api/v1/limits',
    summary: 'What the workspace may use, and what it uses',
    policy: 'viewer',
    reply: jsonReply(workspaceUseSchema),
  }),
  setLimits: defineRoute({
    method: 'PUT',
    path: '/api/v1/limits',
    summary: 'Say what the workspace may use; for administrators',
    policy: 'owner',
    body: jsonBody(workspaceLimitsSchema),
    reply: jsonReply(workspaceUseSchema),
  }),
};

export type WorkspaceUseView = z.infer<typeof workspaceUseSchema>;
