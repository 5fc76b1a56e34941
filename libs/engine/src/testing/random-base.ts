import { appendLayer, createInput, type LayerDraft, type ModelSpec } from '@graft/model';
import fc from 'fast-check';

/** A small base drawn at random. */
export interface RandomBase {
  readonly side: number;
  readonly channels: 1 | 3;
  readonly blocks: readonly RandomBlock[];
  readonly end: 'map' | 'average' | 'max' | 'dense';
}

interface RandomBlock {
  readonly layer: 'Conv2D' | 'DepthwiseConv2D' | 'SeparableConv2D';
  readonly filters: number;
  readonly size: number;
  readonly strides: number;
  readonly normalised: boolean;
  readonly activation: 'relu' | 'swish' | 'tanh';
  readonly dropout: number;
  readonly pooling: 'MaxPooling2D' | 'AveragePooling2D' | null;
  /** Whether the block's input is added to what it makes of it, where their shapes are equal. */
  readonly skip: boolean;
}

const dropout = fc.constantFrom(0, 0.3, 0.6);

const block: fc.Arbitrary<RandomBlock> = fc.record({
  layer: fc.constantFrom('Conv2D', 'DepthwiseConv2D', 'SeparableConv2D'),
  filters: fc.constantFrom(2, 4, 6, 8),
  size: fc.constantFrom(1, 3),
  strides: fc.constantFrom(1, 1, 2),
  normalised: fc.boolean(),
  activation: fc.constantFrom('relu', 'swish', 'tanh'),
  dropout,
  pooling: fc.constantFrom(null, null, 'MaxPooling2D', 'AveragePooling2D'),
  skip: fc.boolean(),
});

export const randomBases: fc.Arbitrary<RandomBase> = fc.record({
  side: fc.integer({ min: 9, max: 14 }),
  channels: fc.constantFrom<(1 | 3)[]>(1, 3),
  blocks: fc.array(block, { minLength: 1, maxLength: 3 }),
  end: fc.constantFrom('map', 'average', 'max', 'dense'),
});

/** The base as a fresh spec: its weights are yet to be stored. */
export function buildRandomBase({ side, channels, blocks, end }: RandomBase): ModelSpec {
  const input = { kind: 'image', height: side, width: side, channels } as const;
  const start = createInput({ ...input, mean: 127, scale: 128 });
  const body = blocks.reduce(
    (spec, each, index) => appendBlock(spec, `block${String(index + 1)}`, each),
    start,
  );
  const whole = listEnd(end).reduce(appendLayer, body);
  return appendLayer(whole, draft('top', 'tanh', 'Activation', { activation: 'tanh' }));
}

function appendBlock(before: ModelSpec, name: string, drawn: RandomBlock): ModelSpec {
  const inner = [
    draft(name, 'conv', drawn.layer, configureConvolution(drawn)),
    ...(drawn.normalised ? [draft(name, 'bn', 'BatchNormalization')] : []),
    draft(name, 'act', 'Activation', { activation: drawn.activation }),
    ...(drawn.dropout > 0 ? [draft(name, 'drop', 'Dropout', { rate: drawn.dropout })] : []),
  ].reduce(appendLayer, before);
  const joined = drawn.skip ? joinWhereAlike(before, inner, name) : inner;
  if (drawn.pooling === null) return joined;
  return appendLayer(joined, draft(name, 'pool', drawn.pooling, { padding: 'same' }));
}

/** Filters in pairs, so that eight rows fill the registers of a processor exactly. */
function configureConvolution({ layer, filters, size, strides, normalised }: RandomBlock) {
  const window = { kernelSize: [size, size], strides: [strides, strides], padding: 'same' };
  const depth = layer === 'DepthwiseConv2D' ? { depthMultiplier: 2 } : { filters };
  return { ...window, ...depth, useBias: !normalised };
}

function joinWhereAlike(before: ModelSpec, inner: ModelSpec, name: string): ModelSpec {
  const [left, right] = [before, inner].map(({ layers }) => layers.at(-1)?.outputShape.join());
  if (left !== right) return inner;
  return appendLayer(inner, {
    ...draft(name, 'add', 'Add'),
    inbound: [before.output, inner.output],
  });
}

function listEnd(end: RandomBase['end']): LayerDraft[] {
  if (end === 'map') return [];
  if (end === 'average') return [draft('end', 'pool', 'GlobalAveragePooling2D')];
  if (end === 'max') return [draft('end', 'pool', 'GlobalMaxPooling2D')];
  return [
    draft('end', 'flat', 'Flatten'),
    draft('end', 'dense', 'Dense', { units: 6 }),
    draft('end', 'bn', 'BatchNormalization'),
    draft('end', 'drop', 'Dropout', { rate: 0.5 }),
  ];
}

function draft(
  block: string,
  role: string,
  layerClass: string,
  config: LayerDraft['config'] = {},
): LayerDraft {
  return { name: `${block}_${role}`, class: layerClass, config, block, seed: 1 };
}
