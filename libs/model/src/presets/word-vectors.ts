import { createSpec, type LayerDraft } from '../build-spec';
import type { ModelSpec, WeightSource } from '../model-spec';

export type TextPooling = 'masked-mean' | 'convolution';

export interface WordVectorsOptions {
  /** Digest of the list of words; its order is the order of the vectors. */
  readonly vocabulary: string;
  readonly words: number;
  readonly dimensions: number;
  /** Where the vectors come from; null draws them at random from `seed`. */
  readonly vectors: WeightSource | null;
  /** Words that are read of each text, at most. */
  readonly length: number;
  readonly pooling: TextPooling;
  readonly trainable: boolean;
  readonly seed: number;
}

const FILTERS = 128;
const WINDOW = 3;

/**
 * A base model for texts without classifier: a vector for each word, then one row for the text:
 * their mean, padding left out, or the maxima of 128 convolutions over 3 words (Kim, "Convolutional
 * neural networks for sentence classification", 2014). Layers `embedding`, (`conv`,) `pool`.
 */
export function buildWordVectors(options: WordVectorsOptions): ModelSpec {
  const { vocabulary, words, dimensions, length, seed } = options;
  const lookup: LayerDraft = {
    name: 'embedding',
    class: 'Embedding',
    config: { words, dimensions },
    block: 'embedding',
    trainable: options.trainable,
    seed,
  };
  const spec = createSpec({ kind: 'tokens', length, vocabulary }, [
    lookup,
    ...draftPooling(options.pooling, seed),
  ]);
  return { ...fillVectors(spec, options.vectors), featureLayer: 'pool' };
}

function draftPooling(pooling: TextPooling, seed: number): LayerDraft[] {
  if (pooling === 'masked-mean') {
    return [{ name: 'pool', class: 'MaskedAveragePooling1D', block: 'pool', seed }];
  }
  const config = { filters: FILTERS, kernelSize: WINDOW, padding: 'same', activation: 'relu' };
  return [
    { name: 'conv', class: 'Conv1D', config, block: 'conv', seed },
    { name: 'pool', class: 'GlobalMaxPooling1D', block: 'conv', seed },
  ];
}

function fillVectors(spec: ModelSpec, source: WeightSource | null): ModelSpec {
  if (source === null) return spec;
  const layers = spec.layers.map((layer) =>
    layer.class === 'Embedding'
      ? { ...layer, weights: layer.weights.map((weight) => ({ ...weight, source })) }
      : layer,
  );
  return { ...spec, layers };
}
