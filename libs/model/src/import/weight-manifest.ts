import { UserError } from '@graft/errors';
import { z } from 'zod';
import { countElements } from '../layers/shape-arithmetic';
import type { Shape } from '../model-spec';

/** Where one tensor lies in the weight files, joined in the order of the manifest. */
export interface WeightSlice {
  shape: Shape;
  byteOffset: number;
  dtype: 'float32' | 'float16';
}

const entrySchema = z.object({
  name: z.string().min(1).max(256),
  shape: z.array(z.int().min(1)).max(8),
  dtype: z.string(),
  quantization: z.object({ dtype: z.string() }).optional(),
});
const manifestSchema = z
  .array(
    z.object({
      paths: z.array(z.string()).min(1).max(4096),
      weights: z.array(entrySchema).max(20_000),
    }),
  )
  .min(1)
  .max(4096);
type Entry = z.infer<typeof entrySchema>;

const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** The weight manifest of a model.json; UserError `model.bad_manifest` when it isn't one. */
export function readManifest(manifest: unknown): z.infer<typeof manifestSchema> {
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badManifest(
      `weightsManifest.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}.`,
    );
  }
  for (const path of parsed.data.flatMap((group) => group.paths)) {
    if (!PLAIN_NAME.test(path)) {
      throw badManifest(
        `"${path.slice(0, 80)}" is not a plain file name. Put the weight files beside model.json.`,
      );
    }
  }
  return parsed.data;
}

/** Places every tensor, and checks that the weight files have exactly the bytes that they need. */
export function placeWeights(
  manifest: z.infer<typeof manifestSchema>,
  bytes: number,
): ReadonlyMap<string, WeightSlice> {
  const slices = new Map<string, WeightSlice>();
  let byteOffset = 0;
  for (const entry of manifest.flatMap((group) => group.weights)) {
    if (slices.has(entry.name)) throw badManifest(`The weight "${entry.name}" is listed twice.`);
    const dtype = storedType(entry);
    slices.set(entry.name, { shape: entry.shape, byteOffset, dtype });
    byteOffset += countElements(entry.shape) * (dtype === 'float16' ? 2 : 4);
  }
  if (byteOffset === bytes) return slices;
  throw new UserError({
    code: 'model.weights_mismatch',
    message:
      `The weight files hold ${bytes} bytes, but the shapes in model.json need ${byteOffset}. ` +
      'Take all weight files, complete, from the same export as model.json.',
    details: { found: bytes, expected: byteOffset },
  });
}

function storedType(entry: Entry): WeightSlice['dtype'] {
  const stored = entry.quantization?.dtype ?? entry.dtype;
  if (entry.dtype === 'float32' && (stored === 'float32' || stored === 'float16')) return stored;
  throw new UserError({
    code: 'model.unsupported_weights',
    message:
      `The weight "${entry.name}" is stored as ${stored}; Graft reads float32 and float16. ` +
      'Convert the model again without integer quantisation.',
    details: { weight: entry.name, dtype: stored },
  });
}

function badManifest(reason: string): UserError {
  return new UserError({
    code: 'model.bad_manifest',
    message: `The list of weights in model.json can't be used. ${reason}`,
  });
}
