import { z } from 'zod';
import { idSchema } from './common';
import { defineRoute, streamReply } from './route';
import { runEventSchema } from './run-events';

/**
 * Names of the server-sent events. `ready` comes first: what a client reads from then on and what
 * the stream brings leave no gap. `events` carries an array of run events, each run's in order of
 * `seq`. `reset` means that too much happened since Last-Event-ID: read the state anew.
 */
export const STREAM_EVENTS = ['ready', 'events', 'reset'] as const;
export type StreamEventName = (typeof STREAM_EVENTS)[number];

export const streamBatchSchema = z.array(runEventSchema);

export const eventRoutes = {
  followEvents: defineRoute({
    method: 'GET',
    path: '/api/v1/events',
    summary: 'Live events of all runs, or of one; continues after Last-Event-ID',
    policy: 'viewer',
    query: z.strictObject({
      /** Only this run, from its first event on. */
      run: idSchema.optional(),
      /** Same as the header Last-Event-ID, which wins. */
      after: z.string().max(12_000).optional(),
    }),
    reply: streamReply('text/event-stream', streamBatchSchema),
  }),
};
