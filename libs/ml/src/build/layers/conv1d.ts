import type { Conv1DConfig } from '@graft/model';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { activate } from '../activations';
import { takeInput, takeWeight, type LayerBuilder } from '../layer-builder';

export const conv1d: LayerBuilder<Conv1DConfig> = {
  class: 'Conv1D',
  call(call) {
    const { tf, config } = call;
    const kernel = takeWeight(call, 'kernel') as Tensor3D;
    const y = tf.conv1d(takeInput(call) as Tensor3D, kernel, config.strides, config.padding);
    const bias = call.weight('bias');
    return activate(tf, bias ? tf.add(y, bias) : y, config.activation, call.logits);
  },
};
