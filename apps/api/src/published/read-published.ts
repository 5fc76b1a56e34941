import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@graft/errors';
import { z } from 'zod';

const entrySchema = z.strictObject({
  ref: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  source: z.string(),
  /** Of the model.json, whose weight files lie beside it, or of the one file. */
  address: z.url(),
  layout: z.enum(['tfjs', 'onnx']),
  /** SHA-256 by file name; null where nobody who made this list could fetch the files. */
  sha256: z.record(z.string(), z.string()).nullable(),
  input: z.strictObject({
    size: z.int(),
    mean: z.number(),
    scale: z.number(),
    channelMean: z.array(z.number()).nullable().default(null),
    channelDeviation: z.array(z.number()).nullable().default(null),
  }),
});

export type PublishedBase = z.infer<typeof entrySchema>;

const FILE = 'published-bases.json';

/** The bases that others publish, from the folder `assets`; none where it has no such list. */
export async function readPublished(assets: string): Promise<readonly PublishedBase[]> {
  const text = await readFile(join(assets, FILE), 'utf8').catch(() => '[]');
  const parsed = z.array(entrySchema).safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new UserError({
    code: 'card.invalid',
    message: `The list ${FILE} is not as it must be: ${z.prettifyError(parsed.error)}`,
  });
}
