import { activation, relu } from './activation-operators';
import { onnxGraph } from './foreign-graph';
import type { LayerOperator } from './layer-operator';
import { conv2d, dense, depthwiseConv2d, separableConv2d } from './linear-operators';
import {
  add,
  averagePooling2d,
  concatenate,
  dropout,
  flatten,
  globalAveragePooling2d,
  globalMaxPooling2d,
  maxPooling2d,
  multiply,
  rescaling,
  reshape,
  zeroPadding2d,
} from './shape-operators';

/** InputLayer and BatchNormalization are not here: the exporter itself writes those. */
const OPERATORS: ReadonlyMap<string, LayerOperator> = new Map<string, LayerOperator>([
  ['Activation', activation],
  ['Add', add],
  ['AveragePooling2D', averagePooling2d],
  ['Concatenate', concatenate],
  ['Conv2D', conv2d],
  ['Dense', dense],
  ['DepthwiseConv2D', depthwiseConv2d],
  ['Dropout', dropout],
  ['Flatten', flatten],
  ['GlobalAveragePooling2D', globalAveragePooling2d],
  ['GlobalMaxPooling2D', globalMaxPooling2d],
  ['MaxPooling2D', maxPooling2d],
  ['Multiply', multiply],
  ['OnnxGraph', onnxGraph],
  ['ReLU', relu],
  ['Rescaling', rescaling],
  ['Reshape', reshape],
  ['SeparableConv2D', separableConv2d],
  ['ZeroPadding2D', zeroPadding2d],
]);

const BUILT_IN = ['BatchNormalization', 'InputLayer'];

export function findLayerOperator(name: string): LayerOperator | undefined {
  return OPERATORS.get(name);
}

/** Layer classes that can be exported, sorted. */
export function listExportableClasses(): string[] {
  return [...OPERATORS.keys(), ...BUILT_IN].sort();
}
