import type { Tensor, Tf } from '../../tf';
import { takeInput, type LayerBuilder } from '../layer-builder';

/** A text without a known word has no row to average and becomes zeros. */
export const maskedAveragePooling1d: LayerBuilder = {
  class: 'MaskedAveragePooling1D',
  call(call) {
    const { tf } = call;
    const average = tf.customGrad((input, save) => {
      const x = input as Tensor;
      const share = shareOfRows(tf, x);
      (save as (tensors: Tensor[]) => void)([share]);
      return {
        value: tf.sum(tf.mul(x, share), 1),
        gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0] as Tensor),
      };
    });
    return average(takeInput(call));
  },
};

/** [examples, length, 1]: 1 / count for rows that count, 0 for the others. */
function shareOfRows(tf: Tf, x: Tensor): Tensor {
  const counts = tf.cast(tf.any(tf.notEqual(x, 0), -1, true), 'float32');
  return tf.div(counts, tf.maximum(tf.sum(counts, 1, true), 1));
}
