import type { LayerBuilder } from './layer-builder';
import { activation } from './layers/activation';
import { add } from './layers/add';
import { averagePooling2d } from './layers/average-pooling2d';
import { batchNormalization } from './layers/batch-normalization';
import { concatenate } from './layers/concatenate';
import { conv1d } from './layers/conv1d';
import { conv2d } from './layers/conv2d';
import { dense } from './layers/dense';
import { depthwiseConv2d } from './layers/depthwise-conv2d';
import { dropout } from './layers/dropout';
import { embedding } from './layers/embedding';
import { flatten } from './layers/flatten';
import { globalAveragePooling2d } from './layers/global-average-pooling2d';
import { globalMaxPooling1d } from './layers/global-max-pooling1d';
import { globalMaxPooling2d } from './layers/global-max-pooling2d';
import { inputLayer } from './layers/input-layer';
import { maskedAveragePooling1d } from './layers/masked-average-pooling1d';
import { maxPooling2d } from './layers/max-pooling2d';
import { multiply } from './layers/multiply';
import { onnxGraph } from './layers/onnx-graph';
import { relu } from './layers/relu';
import { rescaling } from './layers/rescaling';
import { reshape } from './layers/reshape';
import { separableConv2d } from './layers/separable-conv2d';
import { zeroPadding2d } from './layers/zero-padding2d';

/**
 * Whoever calls a builder has parsed the configuration with the schema of the layer class of the
 * same name, so the registry may forget each one's type.
 */
type AnyLayerBuilder = LayerBuilder<never>;

const BUILDERS: readonly AnyLayerBuilder[] = [
  activation,
  add,
  averagePooling2d,
  batchNormalization,
  concatenate,
  conv1d,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  embedding,
  flatten,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  inputLayer,
  maskedAveragePooling1d,
  maxPooling2d,
  multiply,
  onnxGraph,
  relu,
  rescaling,
  reshape,
  separableConv2d,
  zeroPadding2d,
];

const REGISTRY: ReadonlyMap<string, AnyLayerBuilder> = new Map(
  BUILDERS.map((builder) => [builder.class, builder]),
);

/** The builder of a layer class; undefined for a class that can't be built. */
export function findLayerBuilder(name: string): AnyLayerBuilder | undefined {
  return REGISTRY.get(name);
}

/** Classes that can be built, sorted. */
export function listBuildableClasses(): readonly string[] {
  return [...REGISTRY.keys()].sort();
}
