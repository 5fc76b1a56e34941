import type { BatchNormalizationConfig } from '@graft/model';
import type { Tensor } from '../../tf';
import { takeInput, takeWeight, type LayerBuilder, type LayerCall } from '../layer-builder';
import { normaliseByBatch } from '../normalise-by-batch';
import { computeNormalisation } from '../normalisation';

/**
 * Normalisation over the last axis. With batch statistics in a pass that trains, with the stored
 * ones everywhere else; moving statistics follow the batch as in Keras 3, which takes the variance
 * without Bessel's correction.
 */
export const batchNormalization: LayerBuilder<BatchNormalizationConfig> = {
  class: 'BatchNormalization',
  call(call) {
    if (call.training) return normaliseAndFollow(call);
    const { scale, shift } = computeNormalisation(call);
    return call.tf.add(call.tf.mul(takeInput(call), scale), shift);
  },
};

function normaliseAndFollow(call: LayerCall<BatchNormalizationConfig>): Tensor {
  const { tf, config } = call;
  const x = takeInput(call);
  const channels = [x.shape.at(-1) ?? 1];
  const { y, mean, variance } = normaliseByBatch(tf, {
    x,
    gamma: call.weight('gamma') ?? tf.ones(channels),
    beta: call.weight('beta') ?? tf.zeros(channels),
    epsilon: config.epsilon,
  });
  moveStatistic(call, 'moving_mean', mean);
  moveStatistic(call, 'moving_variance', variance);
  return y;
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
