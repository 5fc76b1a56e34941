import { createRandom } from '@graft/graph';
import { countElements, createSpec, digestSpec, type BaseCard, type InputSpec } from '@graft/model';
import type { TestStore } from './test-store';

export type PictureInput = Extract<InputSpec, { kind: 'image' }>;

/** Values of the weights of a reader, by `layer/role`. A kernel lies as [row][column][channel][filter]. */
export type ReaderWeights = Readonly<Record<(typeof WEIGHTS)[number], readonly number[]>>;

const WEIGHTS = ['conv/kernel', 'conv/bias', 'answers/kernel', 'answers/bias'] as const;
const [SIDE, FILTERS, CLASSES] = [3, 4, 2];

/** Weights of a reader of pictures in colour, drawn from a seed. */
export function drawReaderWeights(seed: number): ReaderWeights {
  const counts = {
    'conv/kernel': SIDE * SIDE * 3 * FILTERS,
    'conv/bias': FILTERS,
    'answers/kernel': FILTERS * CLASSES,
    'answers/bias': CLASSES,
  };
  const draw = (name: (typeof WEIGHTS)[number]) => {
    const random = createRandom(seed, name);
    return Array.from({ length: counts[name] }, () => random.nextFloat() - 0.5);
  };
  return {
    'conv/kernel': draw('conv/kernel'),
    'conv/bias': draw('conv/bias'),
    'answers/kernel': draw('answers/kernel'),
    'answers/bias': draw('answers/bias'),
  };
}

/**
 * Stores a base that answers with two classes by one convolution: what it answers is a sum of what it sees, so
 * the weights of one that reads the same picture otherwise can be told by hand.
 */
export async function storeReader(
  store: TestStore,
  ref: string,
  input: PictureInput,
  weights: ReaderWeights,
): Promise<BaseCard> {
  const drawn = createSpec(input, [
    {
      ...{ name: 'conv', class: 'Conv2D', block: 'a', seed: 1 },
      config: { filters: FILTERS, kernelSize: [SIDE, SIDE], padding: 'valid', activation: 'relu' },
    },
    { name: 'pool', class: 'GlobalAveragePooling2D', block: 'b', seed: 1 },
    {
      ...{ name: 'answers', class: 'Dense', block: 'c', seed: 1 },
      config: { units: CLASSES, activation: 'softmax' },
    },
  ]);
  const values = WEIGHTS.flatMap((name) => weights[name]);
  const digest = await store.put(new Uint8Array(Float32Array.from(values).buffer));
  let byteOffset = 0;
  const layers = drawn.layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map((weight) => {
      const source = { kind: 'blob', digest, byteOffset, dtype: 'float32' } as const;
      byteOffset += 4 * countElements(weight.shape);
      return { ...weight, source };
    }),
  }));
  const labels = Array.from({ length: CLASSES }, (_, at) => `class ${String(at)}`);
  const spec = { ...drawn, layers, featureLayer: 'pool', labels };
  return { ref, name: ref, digest: digestSpec(spec), spec, licence: 'CC0-1.0' };
}

/** The same answers to grey pictures, of one channel: each filter sums up what it makes of the colours. */
export function readGrey(weights: ReaderWeights): ReaderWeights {
  const kernel = weights['conv/kernel'];
  const grey = Array.from({ length: SIDE * SIDE * FILTERS }, (_, at) => {
    const [place, filter] = [Math.floor(at / FILTERS), at % FILTERS];
    const own = [0, 1, 2].map((channel) => kernel[(3 * place + channel) * FILTERS + filter] ?? 0);
    return own.reduce((sum, each) => sum + each, 0);
  });
  return { ...weights, 'conv/kernel': grey };
}

/** The same answers to values from -1 to 1 as these weights give to the same pictures as values from 0 to 1. */
export function readAroundZero(weights: ReaderWeights): ReaderWeights {
  const kernel = weights['conv/kernel'].map((each) => each / 2);
  const bias = weights['conv/bias'].map((each, filter) =>
    kernel.reduce((sum, value, at) => (at % FILTERS === filter ? sum + value : sum), each),
  );
  return { ...weights, 'conv/kernel': kernel, 'conv/bias': bias };
}
