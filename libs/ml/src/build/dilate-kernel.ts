import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Tf } from '../tf';

/**
 * Spreads a kernel [height, width, in, out] with zeros in between, so that an ordinary convolution
 * does what a dilated one would. TensorFlow.js has no gradient of a dilated convolution, and
 * TensorFlow no dilated depthwise kernel on the CPU.
 */
export function dilateKernel(
  tf: Tf,
  kernel: Tensor,
  [rows, columns]: readonly [number, number],
): Tensor4D {
  const [height = 1, width = 1, channels = 1, filters = 1] = kernel.shape;
  const tall = spread(tf, tf.reshape(kernel, [1, height, width * channels * filters]), rows);
  const tallHeight = tall.shape[1] ?? 1;
  const wide = spread(tf, tf.reshape(tall, [tallHeight, width, channels * filters]), columns);
  return tf.reshape(wide, [tallHeight, wide.shape[1] ?? 1, channels, filters]);
}

/** Puts `rate - 1` zeros between neighbours along the middle one of three axes. */
function spread(tf: Tf, x: Tensor, rate: number): Tensor {
  if (rate === 1) return x;
  const [before = 1, length = 1, after = 1] = x.shape;
  const apart = tf.pad(tf.reshape(x, [before, length, 1, after]), [
    [0, 0],
    [0, 0],
    [0, rate - 1],
    [0, 0],
  ]);
  const joined = tf.reshape(apart, [before, length * rate, after]);
  return tf.slice(joined, [0, 0, 0], [before, (length - 1) * rate + 1, after]);
}
