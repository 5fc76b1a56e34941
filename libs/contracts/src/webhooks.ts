import { z } from 'zod';
import { idSchema, timeSchema } from './common';
import { defineRoute, emptyReply, jsonBody, jsonReply } from './route';

/** What a workspace can be told of: a run has ended, or waits for a person. */
export const WEBHOOK_EVENTS = [
  'run.succeeded',
  'run.failed',
  'run.cancelled',
  'run.parked',
] as const;
export const webhookEventSchema = z.enum(WEBHOOK_EVENTS);

export const webhookSchema = z.strictObject({
  webhookId: idSchema,
  url: z.string(),
  events: z.array(webhookEventSchema),
  createdAt: timeSchema,
});

/** A message on its way, or at its end. */
export const deliverySchema = z.strictObject({
  deliveryId: idSchema,
  runId: idSchema,
  event: webhookEventSchema,
  state: z.enum(['waiting', 'delivered', 'given-up']),
  attempts: z.int(),
  /** Why the last attempt failed. */
  problem: z.string().nullable(),
  createdAt: timeSchema,
});

/** The body that is sent; the headers are those of Standard Webhooks (standardwebhooks.com). */
export const webhookMessageSchema = z.strictObject({
  type: webhookEventSchema,
  timestamp: timeSchema,
  data: z.strictObject({
    runId: idSchema,
    name: z.string().nullable(),
    pipelineId: idSchema.nullable(),
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    startedAt: timeSchema.nullable(),
    finishedAt: timeSchema.nullable(),
  }),
});

const paramsSchema = z.strictObject({ webhookId: idSchema });

export const webhookRoutes = {
  listWebhooks: defineRoute({
    method: 'GET',
    path: '/api/v1/webhooks',
    summary: 'Addresses that are told of runs',
    policy: 'owner',
    reply: jsonReply(z.strictObject({ webhooks: z.array(webhookSchema) })),
  }),
  createWebhook: defineRoute({
    method: 'POST',
    path: '/api/v1/webhooks',
    summary: 'Tell an address of runs; the secret that signs is shown once',
    policy: 'owner',
    body: jsonBody(
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }).max(2000),
        events: z.array(webhookEventSchema).min(1).max(WEBHOOK_EVENTS.length),
      }),
    ),
    idempotent: 'by-id',
    reply: jsonReply(webhookSchema.extend({ secret: z.string() }), 201),
  }),
  deleteWebhook: defineRoute({
    method: 'DELETE',
    path: '/api/v1/webhooks/:webhookId',
    summary: 'Tell an address no more; what is on its way is dropped',
    policy: 'owner',
    params: paramsSchema,
    reply: emptyReply,
  }),
  listDeliveries: defineRoute({
    method: 'GET',
    path: '/api/v1/webhooks/:webhookId/deliveries',
    summary: 'The newest messages to an address, and what became of them',
    policy: 'owner',
    params: paramsSchema,
    reply: jsonReply(z.strictObject({ deliveries: z.array(deliverySchema) })),
  }),
};

export type WebhookEvent = z.infer<typeof webhookEventSchema>;
export type WebhookView = z.infer<typeof webhookSchema>;
export type WebhookMessage = z.infer<typeof webhookMessageSchema>;
