import { UserError } from '@graft/errors';
import { readSafetensors, writeSafetensors, type SafeTensor } from '@graft/ml';
import type { FeatureRows } from '@graft/nodes/steps';

/** A shard in memory: where each example's row is, and the rows of each cut layer. */
export interface FeatureShard {
  readonly rowOf: ReadonlyMap<string, number>;
  readonly values: ReadonlyMap<string, Float32Array>;
  /** Without the batch dimension. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
}

/** Values of one row of a cut layer. */
export function countValues(
  shapes: Readonly<Record<string, readonly number[]>>,
  layer: string,
): number {
  return (shapes[layer] ?? []).reduce((product, size) => product * size, 1);
}

/** Encodes rows as a safetensors file: one tensor a cut layer, the digests of the examples beside it. */
export function encodeShard(
  rows: FeatureRows,
  shapes: Readonly<Record<string, readonly number[]>>,
  rowKey: string,
): Uint8Array {
  const tensors = new Map<string, SafeTensor>();
  for (const [layer, data] of rows.values) {
    const shape = [rows.examples.length, ...(shapes[layer] ?? [])];
    tensors.set(layer, { dtype: 'F32', shape, data });
  }
  return writeSafetensors({ tensors, metadata: { rowKey, examples: rows.examples.join(',') } });
}

/**
 * Decodes a shard.
 * @throws UserError `safetensors.*` or `features.unreadable`; a caller computes the rows again
 */
export function decodeShard(bytes: Uint8Array): FeatureShard {
  const file = readSafetensors(bytes);
  const examples = (file.metadata['examples'] ?? '').split(',').filter((each) => each !== '');
  const values = new Map<string, Float32Array>();
  const shapes: Record<string, readonly number[]> = {};
  for (const [layer, tensor] of file.tensors) {
    if (tensor.dtype !== 'F32' || tensor.shape[0] !== examples.length) throw unreadable();
    values.set(layer, tensor.data);
    shapes[layer] = tensor.shape.slice(1);
  }
  if (examples.length === 0 || values.size === 0) throw unreadable();
  return { rowOf: new Map(examples.map((sha256, row) => [sha256, row])), values, shapes };
}

function unreadable(): UserError {
  return new UserError({
    code: 'features.unreadable',
    message: 'A file of the feature cache is not what it should be; its rows are computed again.',
  });
}
