import { z } from 'zod';

// No code from strings: pages with a strict content security policy may not compile any.
z.config({ jitless: true });

export const idSchema = z.uuid();
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 is 64 hex digits');
/** ISO 8601 in UTC. */
export const timeSchema = z.iso.datetime();

/** Largest number that a column of numbers holds. */
const MOST = 2 ** 31 - 1;
/** Number of a version, or a revision: counts from 1. */
export const countedSchema = z.int().min(1).max(MOST);
/** The same, as an address says it. */
export const countedTextSchema = z.coerce.number<number | string>().int().min(1).max(MOST);

/** A name that people give to things and may type on a command line. */
export const nameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[ -.0-[\]-~\u00a0-\uffff]+$/, 'a name has no slash, backslash or control character')
  .refine((name) => name === name.trim(), 'a name does not begin or end with a space');

export const pageQuerySchema = z.strictObject({
  /** How many at most. */
  limit: z.coerce.number<number | string>().int().min(1).max(200).default(50),
  /** Id of the last one of the page before. */
  after: idSchema.optional(),
});

/** Problem details of RFC 9457; every refusal has this form. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Stable; clients may branch on it. */
  code: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
  /** Names the request in the server's log. */
  requestId: z.string().optional(),
});
