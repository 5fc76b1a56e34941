import type { LayerClass } from './layer-class';
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

const LAYER_CLASSES: readonly LayerClass[] = [
  inputLayer,
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  batchNormalization,
  relu,
  activation,
  add,
  multiply,
  concatenate,
  zeroPadding2d,
  maxPooling2d,
  averagePooling2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  flatten,
  reshape,
  dense,
  dropout,
  rescaling,
  embedding,
  conv1d,
  maskedAveragePooling1d,
  globalMaxPooling1d,
  onnxGraph,
];

const REGISTRY: ReadonlyMap<string, LayerClass> = new Map(
  LAYER_CLASSES.map((each) => [each.class, each]),
);

/** The layer class of that name; undefined for a class that Graft does not have. */
export function findLayerClass(name: string): LayerClass | undefined {
  return REGISTRY.get(name);
}

/** All layer classes, in the order of the documentation. */
export function listLayerClasses(): readonly LayerClass[] {
  return LAYER_CLASSES;
}
