import type { Tensor, Tf } from '../tf';
import { findNativeOperations, type NativeOperations } from './native-operations';

/** What is normalised, over all axes but the last. */
export interface BatchNormalised {
  readonly x: Tensor;
  /** `[channels]` */
  readonly gamma: Tensor;
  readonly beta: Tensor;
  readonly epsilon: number;
}

/** A normalised batch, and mean and variance (without Bessel's correction) of its channels. */
export interface BatchStatistics {
  readonly y: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * Batch normalisation by the statistics of the batch (Ioffe and Szegedy, 2015). Gradients reach `x`,
 * `gamma` and `beta` through `y`. Native TensorFlow has one kernel for all of it and one for its gradient
 * (`FusedBatchNormV3`), nine times faster than tfjs' moments and their gradients.
 */
export function normaliseByBatch(tf: Tf, batch: BatchNormalised): BatchStatistics {
  const native = findNativeOperations(tf);
  return native === null ? normalisePlainly(tf, batch) : normaliseFused(tf, native, batch);
}

function normalisePlainly(tf: Tf, { x, gamma, beta, epsilon }: BatchNormalised): BatchStatistics {
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const { mean, variance } = tf.moments(x, axes);
  const factor = tf.mul(tf.rsqrt(tf.add(variance, epsilon)), gamma);
  return { y: tf.add(tf.mul(tf.sub(x, mean), factor), beta), mean, variance };
}

function normaliseFused(
  tf: Tf,
  native: NativeOperations,
  { x, gamma, beta, epsilon }: BatchNormalised,
): BatchStatistics {
  const channels = x.shape.at(-1) ?? 1;
  const rows = x.size / channels;
  const attributes = [
    ['U', 'TYPE', 'float32'],
    ['epsilon', 'FLOAT', epsilon],
    ['data_format', 'STRING', 'NHWC'],
    ['is_training', 'BOOL', true],
  ] as const;
  const rowsOf = tf.reshape(x, [rows, 1, 1, channels]);
  const none = tf.tensor1d([]);
  const [value, mean, unbiased, ...kept] = native.runAll(
    'FusedBatchNormV3',
    [rowsOf, gamma, beta, none, none],
    attributes,
    6,
  ) as [Tensor, Tensor, Tensor, ...Tensor[]];
  const operation = tf.customGrad((...given) => {
    const [input, scale, , save] = given as [Tensor, Tensor, Tensor, SaveTensors];
    save([input, scale, ...kept]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        native.runAll('FusedBatchNormGradV3', [dy, ...saved], attributes, 5).slice(0, 3),
    };
  });
  const y = tf.reshape(operation(rowsOf, gamma, beta), x.shape);
  return { y, mean, variance: tf.mul(unbiased, (rows - 1) / rows) };
}

type SaveTensors = (tensors: Tensor[]) => void;
