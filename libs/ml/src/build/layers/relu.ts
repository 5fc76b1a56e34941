import type { ReLUConfig } from '@graft/model';
import type { Tensor, Tf } from '../../tf';
import { takeInput, type LayerBuilder } from '../layer-builder';
import { rectify } from '../rectify';

/** Keras' layer: `maxValue` from there on, x from `threshold` on, a slope below. */
export const relu: LayerBuilder<ReLUConfig> = {
  class: 'ReLU',
  call(call) {
    const { tf, config } = call;
    const x = takeInput(call);
    if (config.threshold === 0 && config.negativeSlope === 0)
      return rectify(tf, x, config.maxValue);
    return rectifyWithSlope(tf, x, config);
  },
};

function rectifyWithSlope(tf: Tf, x: Tensor, config: ReLUConfig): Tensor {
  const { maxValue, negativeSlope, threshold } = config;
  const upper = maxValue === null ? x : tf.minimum(x, maxValue);
  const lower = tf.mul(tf.sub(x, threshold), negativeSlope);
  return tf.where(tf.greaterEqual(x, threshold), upper, lower);
}
