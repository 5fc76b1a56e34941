import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv2DConfig } from '@graft/model';
import { activate } from '../activations';
import { dilateKernel } from '../dilate-kernel';
import { takeInput, takeWeight, type LayerBuilder, type LinearLayer } from '../layer-builder';

const linear: LinearLayer<Conv2DConfig> = {
  kernel: 'kernel',
  scaleShape: (shape) => [1, 1, 1, shape[3] ?? 1],
  isLinear: ({ activation }) => activation === 'linear',
  apply(call, kernel, bias) {
    const { tf, config } = call;
    const filter = dilateKernel(tf, kernel, config.dilation);
    const x = takeInput(call) as Tensor4D;
    const strides: [number, number] = [...config.strides];
    if (call.fuse && bias) {
      const pad = config.padding;
      return tf.fused.conv2d({ x, filter, strides, pad, bias: bias });
    }
    const y = tf.conv2d(x, filter, strides, config.padding);
    return bias ? tf.add(y, bias) : y;
  },
};

export const conv2d: LayerBuilder<Conv2DConfig> = {
  class: 'Conv2D',
  linear,
  call(call) {
    const y = linear.apply(call, takeWeight(call, 'kernel'), call.weight('bias'));
    return activate(call.tf, y, call.config.activation, call.logits);
  },
};
