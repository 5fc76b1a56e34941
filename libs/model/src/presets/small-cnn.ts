import { createSpec, type LayerDraft } from '../build-spec';
import { FRESH_MOMENTUM } from '../fresh-momentum';
import type { InputSpec, ModelSpec } from '../model-spec';

type ImageInput = Extract<InputSpec, { kind: 'image' }>;

const FIRST_FILTERS = 32;
const MOST_BLOCKS = 4;
const SMALLEST_MAP = 4;

/**
 * A small convolutional network for pictures, to train from scratch. Each block is a 3 x 3
 * convolution, batch normalisation, ReLU and a 2 x 2 maximum pooling that halves the picture; the
 * first has 32 filters and each further one twice as many. There are as many blocks as leave a map
 * of 4 x 4 or more, at most 4. Ends in global average pooling, the feature layer; has no classifier.
 */
export function buildSmallCnn(input: ImageInput, seed: number): ModelSpec {
  const side = Math.min(input.height, input.width);
  const count = Math.max(1, Math.min(MOST_BLOCKS, Math.floor(Math.log2(side / SMALLEST_MAP))));
  const blocks = Array.from({ length: count }, (_, index) => draftBlock(index, side >= 2, seed));
  const pool: LayerDraft = {
    name: 'avg_pool',
    class: 'GlobalAveragePooling2D',
    block: 'avg',
    seed,
  };
  return { ...createSpec(input, [...blocks.flat(), pool]), featureLayer: pool.name };
}

function draftBlock(index: number, halves: boolean, seed: number): LayerDraft[] {
  const block = `block${index + 1}`;
  const draft = (
    name: string,
    layerClass: string,
    config: LayerDraft['config'] = {},
  ): LayerDraft => ({
    name: `${block}_${name}`,
    class: layerClass,
    config,
    block,
    seed,
  });
  return [
    draft('conv', 'Conv2D', {
      filters: FIRST_FILTERS * 2 ** index,
      kernelSize: [3, 3],
      padding: 'same',
      useBias: false,
    }),
    draft('bn', 'BatchNormalization', { momentum: FRESH_MOMENTUM }),
    draft('activation', 'ReLU'),
    ...(halves ? [draft('pool', 'MaxPooling2D')] : []),
  ];
}
