import { describe, expect, it } from '@jest/globals';
import { attachHead, buildSmallCnn, buildWordVectors, type ModelSpec } from '@graft/model';
import { unzipSync } from 'fflate';
import type { Group } from 'h5wasm';
import { exportKeras } from './keras-file';

const INPUT = { kind: 'image', height: 32, width: 32, channels: 3, mean: 0, scale: 255 } as const;

function buildModel(): ModelSpec {
  return attachHead(buildSmallCnn(INPUT, 1), {
    ...{ pooling: 'auto', hiddenUnits: [5], dropout: 0.1, labels: ['a', 'b'], seed: 1 },
  });
}

function numberWeights(spec: ModelSpec): Map<string, Float32Array> {
  const all = spec.layers.flatMap(({ weights }) => weights);
  return new Map(
    all.map(({ name, shape }, at) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => at + index / 8),
    ]),
  );
}

async function openWeights(bytes: Uint8Array) {
  const { File, ready } = await import('h5wasm');
  const { FS } = await ready;
  FS.writeFile('/test.h5', bytes);
  const file = new File('/test.h5', 'r');
  return {
    read: (path: string) => {
      const found = file.get(path);
      if (!found || !('value' in found)) throw new Error(`no data set ${path}`);
      return { shape: found.shape, values: [...(found.value as Float32Array)] };
    },
    nameOf: (path: string) => (file.get(path) as Group).attrs['name']?.value,
    close: () => {
      file.close();
      FS.unlink('/test.h5');
    },
  };
}

// That Keras itself gives the same predictions is measured in bench/cases/exports.ts.
describe('a .keras file', () => {
  it('of texts holds the shares of words before their vectors: so Keras counts its embeddings', async () => {
    const size = { vocabulary: 'words', words: 2, dimensions: 3, length: 4 };
    const spec = buildWordVectors({
      ...{ ...size, vectors: null, pooling: 'masked-mean', trainable: false, seed: 1 },
    });
    const vectors = new Map([['embedding/embeddings', Float32Array.of(1, 2, 3, 4, 5, 6)]]);
    const files = unzipSync(await exportKeras(spec, vectors, { float16: false, metadata: {} }));
    const weights = await openWeights(files['model.weights.h5']!);
    expect(weights.read('layers/embedding/vars/0').values).toEqual([-10_000, 0, 0]);
    expect(weights.read('layers/embedding_1/vars/0')).toEqual({
      ...{ shape: [3, 3], values: [0, 0, 0, 1, 2, 3, 4, 5, 6] },
    });
    weights.close();
  });

  it('holds each weight where Keras looks for it', async () => {
    const spec = buildModel();
    const weights = numberWeights(spec);
    const options = { float16: false, metadata: { runId: 'r' } };
    const files = unzipSync(await exportKeras(spec, weights, options));
    expect(Object.keys(files)).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    expect(JSON.parse(new TextDecoder().decode(files['metadata.json']))).toMatchObject({
      graft: { runId: 'r' },
    });
    const h5 = await openWeights(files['model.weights.h5']!);
    const [hidden, output] = ['head_dense_1', 'head_output'];
    expect(h5.nameOf('layers/dense/vars')).toBe(hidden);
    expect(h5.nameOf('layers/dense_1/vars')).toBe(output);
    const kernel = h5.read('layers/dense_1/vars/0');
    expect(kernel.shape).toEqual([5, 2]);
    expect(kernel.values).toEqual([...weights.get(`${output}/kernel`)!]);
    expect(h5.read('layers/batch_normalization/vars/3').values).toEqual([
      ...weights.get('block1_bn/moving_variance')!,
    ]);
    h5.close();
  });

  // Not byte by byte: HDF5 notes the second at which a data set was written.
  it('holds the same for the same model', async () => {
    const [one, other] = [await exportPlain(), await exportPlain()];
    expect(one.files['config.json']).toEqual(other.files['config.json']);
    expect(one.values).toEqual(other.values);
  });

  it('is smaller in half precision', async () => {
    const spec = buildModel();
    const weights = numberWeights(spec);
    const whole = await exportKeras(spec, weights, { float16: false, metadata: {} });
    const half = await exportKeras(spec, weights, { float16: true, metadata: {} });
    expect(half.length).toBeLessThan(whole.length);
  });
});

async function exportPlain() {
  const spec = buildModel();
  const options = { float16: false, metadata: {} };
  const files = unzipSync(await exportKeras(spec, numberWeights(spec), options));
  const h5 = await openWeights(files['model.weights.h5']!);
  const paths = ['layers/dense/vars/0', 'layers/dense_1/vars/1', 'layers/conv2d/vars/0'];
  const values = paths.map((path) => h5.read(path));
  h5.close();
  return { files, values };
}
