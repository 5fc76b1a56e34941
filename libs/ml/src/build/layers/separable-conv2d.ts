import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { SeparableConv2DConfig } from '@graft/model';
import { activate } from '../activations';
import { dilateKernel } from '../dilate-kernel';
import { takeInput, takeWeight, type LayerBuilder, type LinearLayer } from '../layer-builder';

const linear: LinearLayer<SeparableConv2DConfig> = {
  kernel: 'pointwise_kernel',
  scaleShape: (shape) => [1, 1, 1, shape[3] ?? 1],
  isLinear: ({ activation }) => activation === 'linear',
  apply(call, kernel, bias) {
    const { tf, config } = call;
    const filter = dilateKernel(tf, takeWeight(call, 'depthwise_kernel'), config.dilation);
    const x = takeInput(call) as Tensor4D;
    const deep = tf.depthwiseConv2d(x, filter, [...config.strides], config.padding);
    const y = tf.conv2d(deep, kernel as Tensor4D, 1, 'valid');
    return bias ? tf.add(y, bias) : y;
  },
};

export const separableConv2d: LayerBuilder<SeparableConv2DConfig> = {
  class: 'SeparableConv2D',
  linear,
  call(call) {
    const y = linear.apply(call, takeWeight(call, 'pointwise_kernel'), call.weight('bias'));
    return activate(call.tf, y, call.config.activation, call.logits);
  },
};
