import type { BatchNormalizationConfig } from '@graft/model';
import type { Tensor } from '../tf';
import { takeWeight, type LayerCall } from './layer-builder';

/**
 * What a normalisation with stored statistics does to each channel: x * scale + shift, with
 * scale = gamma / sqrt(variance + epsilon) and shift = beta - mean * scale. Made of operations, so
 * that gamma and beta get their gradients.
 */
export function computeNormalisation(call: LayerCall<BatchNormalizationConfig>): {
  scale: Tensor;
  shift: Tensor;
} {
  const { tf, config } = call;
  const inverse = tf.rsqrt(tf.add(takeWeight(call, 'moving_variance'), config.epsilon));
  const gamma = call.weight('gamma');
  const scale = gamma ? tf.mul(inverse, gamma) : inverse;
  const moved = tf.mul(takeWeight(call, 'moving_mean'), scale);
  const beta = call.weight('beta');
  return { scale, shift: beta ? tf.sub(beta, moved) : tf.neg(moved) };
}
