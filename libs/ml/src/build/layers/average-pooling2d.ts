import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Pooling2DConfig } from '@graft/model';
import { takeInput, type LayerBuilder } from '../layer-builder';

export const averagePooling2d: LayerBuilder<Pooling2DConfig> = {
  class: 'AveragePooling2D',
  call(call) {
    const { poolSize, strides, padding } = call.config;
    return call.tf.avgPool(takeInput(call) as Tensor4D, [...poolSize], [...strides], padding);
  },
};
