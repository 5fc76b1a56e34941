import { z } from 'zod';
import { defineRoute, jsonReply } from './route';

const checkSchema = z.strictObject({
  ok: z.boolean(),
  /** What is wrong and what to do, or what was found. */
  detail: z.string(),
});

export const healthSchema = z.strictObject({
  /** `ok` when runs can be accepted and executed. */
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  checks: z.strictObject({
    database: checkSchema,
    temporal: checkSchema,
    tensorflow: checkSchema,
  }),
  /** Workers that take work, by queue. */
  queues: z.array(z.strictObject({ queue: z.string(), pollers: z.int().nullable() })),
  /** What workers compute with; `backend` is `tensorflow` or `wasm`, `device` `cpu` or `cuda`. */
  engines: z.array(
    z.strictObject({ backend: z.string(), device: z.string(), workers: z.int().min(1) }),
  ),
  versions: z.record(z.string(), z.string()),
});

export const platformRoutes = {
  getHealth: defineRoute({
    method: 'GET',
    path: '/api/health',
    summary: 'Whether database, Temporal and workers are there',
    policy: 'public',
    reply: jsonReply(healthSchema),
  }),
  getOpenApi: defineRoute({
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This document',
    policy: 'viewer',
    reply: jsonReply(z.record(z.string(), z.unknown())),
  }),
};

export type Health = z.infer<typeof healthSchema>;
