import { OperationalError, UnexpectedError } from '@graft/errors';
import { drawWeights, readSafetensors, widenFloat16, type SafetensorsFile } from '@graft/ml';
import type { WeightSource, WeightSpec } from '@graft/model';
import type { LocalFiles } from './data/local-files';

type BlobSource = Extract<WeightSource, { kind: 'blob' }>;
type StepSource = Extract<WeightSource, { kind: 'step' }>;

export interface WeightOrigins {
  readonly files: LocalFiles;
  /** Digest of the weights artifact that a step made. */
  digestOf(step: string, output: string): string;
}

/**
 * Values of weights, in single precision, wherever they come from: slices of blobs (half precision
 * is widened), earlier steps by weight name, initialisers by seed.
 *
 * @throws OperationalError `weights.damaged` when stored bytes don't fit the shapes
 */
export async function loadWeights(
  weights: readonly WeightSpec[],
  origins: WeightOrigins,
): Promise<Map<string, Float32Array>> {
  const reader = new WeightReader(origins);
  const values = new Map<string, Float32Array>();
  for (const weight of weights) values.set(weight.name, await reader.read(weight));
  return values;
}

/** Reads each file once, however many weights lie in it. */
class WeightReader {
  readonly #blobs = new Map<string, Promise<Uint8Array>>();
  readonly #tensors = new Map<string, Promise<SafetensorsFile>>();

  constructor(private readonly origins: WeightOrigins) {}

  read(weight: WeightSpec): Promise<Float32Array> | Float32Array {
    const { source } = weight;
    if (source.kind === 'blob') return this.#readSlice(weight, source);
    if (source.kind === 'step') return this.#readLearned(weight, source);
    return drawWeights(source.name, weight.shape, source.seed, weight.name);
  }

  async #readSlice(weight: WeightSpec, source: BlobSource): Promise<Float32Array> {
    const blob = await this.#readBlob(source.digest);
    const count = countElements(weight);
    const length = count * (source.dtype === 'float16' ? 2 : 4);
    if (source.byteOffset + length > blob.length) throw damaged(weight, source.digest);
    // Copied, so that the view is aligned whatever the offset.
    const bytes = new Uint8Array(length);
    bytes.set(blob.subarray(source.byteOffset, source.byteOffset + length));
    return source.dtype === 'float16'
      ? widenFloat16(new Uint16Array(bytes.buffer))
      : new Float32Array(bytes.buffer);
  }

  async #readLearned(weight: WeightSpec, source: StepSource): Promise<Float32Array> {
    const digest = this.origins.digestOf(source.step, source.output);
    const file = await this.#readTensors(digest);
    const tensor = file.tensors.get(weight.name);
    if (tensor === undefined) {
      throw new UnexpectedError({
        code: 'weights.not-learned',
        message: `Weight "${weight.name}" should come from step ${source.step}, which did not train it.`,
      });
    }
    if (tensor.dtype !== 'F32' || tensor.data.length !== countElements(weight)) {
      throw damaged(weight, digest);
    }
    return tensor.data;
  }

  #readBlob(digest: string): Promise<Uint8Array> {
    return remember(this.#blobs, digest, () => this.origins.files.read(digest));
  }

  #readTensors(digest: string): Promise<SafetensorsFile> {
    return remember(this.#tensors, digest, async () =>
      readSafetensors(await this.origins.files.read(digest)),
    );
  }
}

function remember<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const present = known.get(key);
  if (present !== undefined) return present;
  const made = make();
  known.set(key, made);
  return made;
}

function countElements(weight: WeightSpec): number {
  return weight.shape.reduce((product, size) => product * size, 1);
}

function damaged(weight: WeightSpec, digest: string): OperationalError {
  return new OperationalError({
    code: 'weights.damaged',
    message: `The stored values of weight "${weight.name}" do not fit its shape [${weight.shape.join(', ')}]: the file ${digest.slice(0, 12)} is damaged.`,
  });
}
