import { z } from 'zod';

/** The Graft that computed something: part of a step's provenance, never of its key. */
export const codeVersionSchema = z.strictObject({
  /** Of the release, e.g. `0.1.0`. */
  version: z.string().min(1).max(40),
  /** Commit of the source, with `-changed` where files differ from it; null where nobody said. */
  revision: z.string().min(1).max(80).nullable(),
});
export type CodeVersion = z.infer<typeof codeVersionSchema>;
