import { UnexpectedError } from '@graft/errors';
import type { ModelSpec, WeightSpec } from '@graft/model';
import { widenFloat16 } from '../safetensors/float16';

/**
 * Values of all weights of a spec whose source is a blob. Weights from initialisers are left to
 * `buildModel`, which draws them.
 *
 * @param blobs bytes by digest
 * @throws UnexpectedError `model.blob-missing`, `model.blob-short`
 */
export function readWeightSources(
  spec: Pick<ModelSpec, 'layers'>,
  blobs: ReadonlyMap<string, Uint8Array>,
): Map<string, Float32Array> {
  const values = new Map<string, Float32Array>();
  for (const weight of spec.layers.flatMap((layer) => layer.weights)) {
    if (weight.source.kind === 'blob')
      values.set(weight.name, readSlice(weight, weight.source, blobs));
  }
  return values;
}

type BlobSource = Extract<WeightSpec['source'], { kind: 'blob' }>;

function readSlice(
  { name, shape }: WeightSpec,
  { digest, byteOffset, dtype }: BlobSource,
  blobs: ReadonlyMap<string, Uint8Array>,
): Float32Array {
  const blob = blobs.get(digest);
  if (!blob) {
    throw new UnexpectedError({
      code: 'model.blob-missing',
      message: `Weight "${name}" lies in the blob ${digest}, which was not given.`,
    });
  }
  const length = shape.reduce((product, size) => product * size, 1);
  const bytes = length * (dtype === 'float16' ? 2 : 4);
  if (byteOffset + bytes > blob.length) {
    throw new UnexpectedError({
      code: 'model.blob-short',
      message: `Weight "${name}" should end at byte ${byteOffset + bytes}, but its blob has ${blob.length}.`,
    });
  }
  // A copy: slices need not be aligned, and a view would hold the whole blob in memory.
  const { buffer } = new Uint8Array(blob.subarray(byteOffset, byteOffset + bytes));
  return dtype === 'float16' ? widenFloat16(new Uint16Array(buffer)) : new Float32Array(buffer);
}
