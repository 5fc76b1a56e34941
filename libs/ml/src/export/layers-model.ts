import { UnexpectedError } from '@graft/errors';
import type { JsonObject } from '@graft/graph';
import { writeTopology, type ModelSpec, type WrittenWeight } from '@graft/model';
import type { WeightMap } from '../build/built-model';
import { narrowToFloat16 } from '../safetensors/float16';

/** Name of the one weight file. */
const WEIGHTS_FILE = 'weights.bin';

export interface WeightFormat {
  /** Half the size; values keep about three decimal digits. */
  readonly float16: boolean;
}

/**
 * A model as a TensorFlow.js layers model: `model.json` and its weights, by file name. The layers are
 * those of the spec; preparing pictures is left to who uses it.
 *
 * @param metadata kept in `userDefinedMetadata`
 * @throws UserError `export.unsupported_layer`
 */
export function exportLayersModel(
  spec: ModelSpec,
  weights: WeightMap,
  { float16, metadata }: WeightFormat & { readonly metadata: JsonObject },
): Map<string, Uint8Array> {
  const { topology, weights: written } = writeTopology(spec, 'tfjs');
  const chunks = written.map((each) => storeWeight(takeWritten(weights, each), float16));
  const quantization = { quantization: { dtype: 'float16', original_dtype: 'float32' } };
  const model = {
    format: 'layers-model',
    generatedBy: 'Graft',
    convertedBy: null,
    modelTopology: { keras_version: '2.15.0', backend: 'tensor_flow.js', model_config: topology },
    weightsManifest: [
      {
        paths: [WEIGHTS_FILE],
        weights: written.map(({ name, shape }) => ({
          ...{ name, shape, dtype: 'float32' },
          ...(float16 ? quantization : {}),
        })),
      },
    ],
    userDefinedMetadata: metadata,
  };
  return new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(model))],
    [WEIGHTS_FILE, joinBytes(chunks)],
  ]);
}

export function requireWeight(weights: WeightMap, name: string): Float32Array {
  const values = weights.get(name);
  if (values) return values;
  throw new UnexpectedError({
    code: 'model.weight-missing',
    message: `Weight "${name}" is needed for the export, but was not given.`,
  });
}

/** Softmax gives it no share at all, and half precision holds it. */
const IGNORED = -10_000;

/** The values of a weight as a file has them. */
export function takeWritten(
  weights: WeightMap,
  { name, shape, derived }: WrittenWeight,
): Float32Array {
  if (derived === null) return requireWeight(weights, name);
  const rows = requireWeight(weights, derived.from);
  const written = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const size = rows.length / ((shape[0] ?? 1) - 1);
  if (derived.as === 'padded-rows') {
    written.set(rows, size);
    return written;
  }
  return written.map((_, token) => {
    const row = token === 0 ? [] : rows.subarray((token - 1) * size, token * size);
    return row.some((value) => value !== 0) ? 0 : IGNORED;
  });
}

function storeWeight(values: Float32Array, float16: boolean): Uint8Array {
  const stored = float16 ? narrowToFloat16(values) : values;
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
}

function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
