import { z } from 'zod';
import { baseSummarySchema } from './catalog';
import { defineRoute, jsonReply } from './route';

const digestsSchema = z.record(z.string(), z.string());

/** A base model that others publish: Graft knows its address and fetches it when it is asked to. */
export const publishedBaseSchema = z.strictObject({
  ref: z.string(),
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  /** Where a person reads of it. */
  source: z.string(),
  address: z.string(),
  /** `here`: fetched, a base like others. `offline`: its address does not answer from where the server is. */
  state: z.enum(['here', 'available', 'offline']),
  /** Why it can't be fetched now; null otherwise. */
  reason: z.string().nullable(),
  /**
   * SHA-256 of its files: those that Graft ships with where it knows them, else those of the first fetch in this
   * workspace, which later ones are held to. Null before that.
   */
  digests: digestsSchema.nullable(),
  /** True when the digests came with Graft. */
  verified: z.boolean(),
});

export const publishedBaseRoutes = {
  listPublishedBases: defineRoute({
    method: 'GET',
    path: '/api/v1/published-bases',
    summary:
      'Base models that can be fetched from where they are published, and whether that is in reach',
    policy: 'viewer',
    reply: jsonReply(z.strictObject({ bases: z.array(publishedBaseSchema) })),
  }),
  fetchPublishedBase: defineRoute({
    method: 'POST',
    path: '/api/v1/published-bases/:ref/fetch',
    summary: 'Fetch a published base model, check it and keep it as a base of the workspace',
    policy: 'editor',
    params: z.strictObject({ ref: z.string().min(1).max(100) }),
    reply: jsonReply(z.strictObject({ base: baseSummarySchema, digests: digestsSchema })),
  }),
};

export type PublishedBaseView = z.infer<typeof publishedBaseSchema>;
