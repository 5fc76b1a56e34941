import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Pooling2DConfig } from '@graft/model';
import { takeInput, type LayerBuilder } from '../layer-builder';

export const maxPooling2d: LayerBuilder<Pooling2DConfig> = {
  class: 'MaxPooling2D',
  call(call) {
    const { poolSize, strides, padding } = call.config;
    return call.tf.maxPool(takeInput(call) as Tensor4D, [...poolSize], [...strides], padding);
  },
};
