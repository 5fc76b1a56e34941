import type { DenseConfig } from '@graft/model';
import { activate } from '../activations';
import { takeInput, takeWeight, type LayerBuilder, type LinearLayer } from '../layer-builder';

const linear: LinearLayer<DenseConfig> = {
  kernel: 'kernel',
  scaleShape: (shape) => [1, shape[1] ?? 1],
  isLinear: ({ activation }) => activation === 'linear',
  apply(call, kernel, bias) {
    const y = call.tf.matMul(takeInput(call), kernel);
    return bias ? call.tf.add(y, bias) : y;
  },
};

export const dense: LayerBuilder<DenseConfig> = {
  class: 'Dense',
  linear,
  call(call) {
    const y = linear.apply(call, takeWeight(call, 'kernel'), call.weight('bias'));
    return activate(call.tf, y, call.config.activation, call.logits);
  },
};
