import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { DepthwiseConv2DConfig } from '@graft/model';
import { activate } from '../activations';
import { dilateKernel } from '../dilate-kernel';
import { takeInput, takeWeight, type LayerBuilder, type LinearLayer } from '../layer-builder';

const linear: LinearLayer<DepthwiseConv2DConfig> = {
  kernel: 'depthwise_kernel',
  scaleShape: (shape) => [1, 1, shape[2] ?? 1, shape[3] ?? 1],
  isLinear: ({ activation }) => activation === 'linear',
  apply(call, kernel, bias) {
    const { tf, config } = call;
    const filter = dilateKernel(tf, kernel, config.dilation);
    const x = takeInput(call) as Tensor4D;
    const y = tf.depthwiseConv2d(x, filter, [...config.strides], config.padding);
    return bias ? tf.add(y, bias) : y;
  },
};

export const depthwiseConv2d: LayerBuilder<DepthwiseConv2DConfig> = {
  class: 'DepthwiseConv2D',
  linear,
  call(call) {
    const y = linear.apply(call, takeWeight(call, 'depthwise_kernel'), call.weight('bias'));
    return activate(call.tf, y, call.config.activation, call.logits);
  },
};
