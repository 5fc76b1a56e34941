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

/**
 * The bases that others publish: those of a list of one's own, else of the folder `assets`, none where it
 * has no such list.
 * @throws UserError `card.invalid`; the file system's own error where `own` can't be read
 */
export async function readPublished(
  assets: string,
  own: string | null = null,
): Promise<readonly PublishedBase[]> {
  const text =
    own === null
      ? await readFile(join(assets, FILE), 'utf8').catch(() => '[]')
      : await readFile(own, 'utf8');
  const parsed = z.array(entrySchema).safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new UserError({
    code: 'card.invalid',
    message: `The list ${own ?? FILE} is not as it must be: ${z.prettifyError(parsed.error)}`,
  });
}

/** Undefined for what is no JSON: no list either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
