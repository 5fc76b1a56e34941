import type { DatasetCard, Resources } from '@graft/graph';
import { importOnnx } from '@graft/ml';
import {
  appendLayer,
  buildWordVectors,
  countElements,
  createInput,
  createSpec,
  digestSpec,
  type BaseCard,
  type LayerDraft,
  type ModelSpec,
  type WeightSpec,
} from '@graft/model';
import { createResources } from '@graft/nodes';
import { makeOnnx } from './hostile/write-onnx';

/** 60 pictures of 8 x 8, three colours. */
export const tinyColours: DatasetCard = {
  ref: 'tiny-colours',
  name: 'Tiny colours',
  digest: '1'.repeat(64),
  element: { kind: 'image', height: 8, width: 8, channels: 3 },
  classes: [
    { name: 'blue', count: 20 },
    { name: 'green', count: 20 },
    { name: 'red', count: 20 },
  ],
};

/** 40 grey pictures of varying size, two shapes. */
export const tinyShapes: DatasetCard = {
  ref: 'tiny-shapes',
  name: 'Tiny shapes',
  digest: '2'.repeat(64),
  element: { kind: 'image', height: null, width: null, channels: 1 },
  classes: [
    { name: 'circle', count: 20 },
    { name: 'square', count: 20 },
  ],
};

/** 40 texts, two moods. */
export const tinyTexts: DatasetCard = {
  ref: 'tiny-texts',
  name: 'Tiny texts',
  digest: '3'.repeat(64),
  element: { kind: 'text' },
  classes: [
    { name: 'glad', count: 20 },
    { name: 'sad', count: 20 },
  ],
};

const WEIGHTS_DIGEST = '4'.repeat(64);

const INPUT = { kind: 'image', height: 8, width: 8, channels: 3, mean: 127, scale: 128 } as const;
const CONVOLUTION = { filters: 4, kernelSize: [3, 3], padding: 'same', activation: 'relu' };

/** A base of two convolutions for pictures of 8 x 8, with weights, cheap enough to build anywhere. */
export const tinyBase: BaseCard = makeBase('tiny-base', 'Tiny base', [
  { name: 'block1_conv', class: 'Conv2D', config: CONVOLUTION, block: 'block1', seed: 1 },
  { name: 'block2_conv', class: 'Conv2D', config: CONVOLUTION, block: 'block2', seed: 1 },
  { name: 'avg_pool', class: 'GlobalAveragePooling2D', block: 'avg', seed: 1 },
]);

/** The same with a branch: block2_conv and what goes around it meet in block2_add. */
export const tinyBranchedBase: BaseCard = makeBase('tiny-branched', 'Tiny branched base', [
  { name: 'block1_conv', class: 'Conv2D', config: CONVOLUTION, block: 'block1', seed: 1 },
  { name: 'block2_conv', class: 'Conv2D', config: CONVOLUTION, block: 'block2', seed: 1 },
  {
    name: 'block2_add',
    class: 'Add',
    inbound: ['block1_conv', 'block2_conv'],
    block: 'block2',
    seed: 1,
  },
  { name: 'avg_pool', class: 'GlobalAveragePooling2D', block: 'avg', seed: 1 },
]);

/** A base that came as an ONNX file: one layer, which gives a map of 6 x 6 x 2. Not in `tinyResources`. */
export const tinyOnnxBase: BaseCard = makeOnnxBase();

/** Vectors of 4 numbers for 10 words. */
export const tinyVectors: BaseCard = makeVectors();

/** The bases and data sets of this file. */
export const tinyResources: Resources = createResources({
  dataset: [tinyColours, tinyShapes, tinyTexts],
  base: [tinyBase, tinyBranchedBase, tinyVectors],
});

function makeBase(ref: string, name: string, layers: readonly LayerDraft[]): BaseCard {
  const spec = { ...storeWeights(createSpec(INPUT, layers)), featureLayer: 'avg_pool' };
  return { ref, name, digest: digestSpec(spec), spec, licence: 'Apache-2.0', origin: 'bundled' };
}

function makeOnnxBase(): BaseCard {
  const { input, config } = importOnnx(makeOnnx({}), {
    ...{ size: null, mean: 0, scale: 255, output: null, colours: 'rgb' },
    ...{ channelMean: null, channelDeviation: null },
  });
  const drawn = appendLayer(createInput(input), {
    ...{ name: 'features', class: 'OnnxGraph', block: 'onnx', seed: 1 },
    config: { ...config, gives: [6, 6, 2] },
  });
  const spec = { ...storeWeights(drawn), featureLayer: 'features' };
  const [ref, name] = ['tiny-onnx', 'Tiny ONNX base'];
  return { ref, name, digest: digestSpec(spec), spec, licence: 'MIT', origin: 'imported' };
}

function makeVectors(): BaseCard {
  const spec = buildWordVectors({
    vocabulary: '5'.repeat(64),
    words: 10,
    dimensions: 4,
    vectors: { kind: 'blob', digest: WEIGHTS_DIGEST, byteOffset: 0, dtype: 'float32' },
    length: 8,
    pooling: 'masked-mean',
    trainable: true,
    seed: 1,
  });
  const [ref, name] = ['tiny-vectors', 'Tiny vectors'];
  return { ref, name, digest: digestSpec(spec), spec, licence: 'PDDL-1.0', origin: 'bundled' };
}

/** Gives every weight its place in one blob, as an imported model has it. */
function storeWeights(spec: ModelSpec): ModelSpec {
  let byteOffset = 0;
  const place = (weight: WeightSpec): WeightSpec => {
    const source = { kind: 'blob', digest: WEIGHTS_DIGEST, byteOffset, dtype: 'float32' } as const;
    byteOffset += 4 * countElements(weight.shape);
    return { ...weight, source };
  };
  return {
    ...spec,
    layers: spec.layers.map((layer) => ({ ...layer, weights: layer.weights.map(place) })),
  };
}
