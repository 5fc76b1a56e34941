import type { BatchNormalizationConfig } from '@graft/model';
import type { Tensor } from '../../tf';
import { takeInput, takeWeight, type LayerBuilder, type LayerCall } from '../layer-builder';
import { computeNormalisation } from '../normalisation';

/**
 * Normalisation over the last axis. With batch statistics in a pass that trains, with the stored
 * ones everywhere else; moving statistics follow the batch as in Keras 3, which takes the variance
 * without Bessel's correction.
 */
export const batchNormalization: LayerBuilder<BatchNormalizationConfig> = {
  class: 'BatchNormalization',
  call(call) {
    if (call.training) return normaliseByBatch(call);
    const { scale, shift } = computeNormalisation(call);
    return call.tf.add(call.tf.mul(takeInput(call), scale), shift);
  },
};

function normaliseByBatch(call: LayerCall<BatchNormalizationConfig>): Tensor {
  const { tf, config } = call;
  const x = takeInput(call);
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const { mean, variance } = tf.moments(x, axes);
  moveStatistic(call, 'moving_mean', mean);
  moveStatistic(call, 'moving_variance', variance);
  const inverse = tf.rsqrt(tf.add(variance, config.epsilon));
  const gamma = call.weight('gamma');
  const beta = call.weight('beta');
  const y = tf.mul(tf.sub(x, mean), gamma ? tf.mul(inverse, gamma) : inverse);
  return beta ? tf.add(y, beta) : y;
}

function moveStatistic(
  call: LayerCall<BatchNormalizationConfig>,
  role: string,
  batch: Tensor,
): void {
  const { tf, config } = call;
  const kept = tf.mul(takeWeight(call, role), config.momentum);
  call.assign(role, tf.add(kept, tf.mul(batch, 1 - config.momentum)));
}
