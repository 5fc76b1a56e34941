import { UnexpectedError } from '@graft/errors';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tf } from '../tf';

export interface LossSettings {
  readonly classWeights: readonly number[] | null;
  /** 0 to below 1: the target is 1 - s for the class plus s / classes for every class. */
  readonly labelSmoothing: number;
}

/**
 * Sum over the examples of class weight x categorical cross-entropy, from logits through a
 * log-softmax that subtracts the largest one, so that no probability is ever 0.
 *
 * @param logits [examples, classes]
 */
export function crossEntropySum(
  tf: Tf,
  logits: Tensor,
  labels: Int32Array,
  settings: LossSettings,
): Scalar {
  const [examples = 0, classes = 0] = logits.shape;
  checkLabels(labels, examples, classes, settings.classWeights);
  const targets = buildTargets(labels, classes, settings);
  const logProbabilities = tf.logSoftmax(logits as Tensor2D);
  return tf.neg(tf.sum(tf.mul(logProbabilities, tf.tensor2d(targets, [examples, classes]))));
}

/** Examples whose largest logit is that of their class, as a scalar. */
export function countCorrect(tf: Tf, logits: Tensor, labels: Int32Array): Scalar {
  return tf.tidy(() => {
    const predicted = tf.argMax(logits, -1);
    return tf.sum(tf.cast(tf.equal(predicted, tf.tensor1d(labels, 'int32')), 'float32'));
  });
}

/** Smoothed one-hot rows, times the weight of the row's class. */
function buildTargets(
  labels: Int32Array,
  classes: number,
  { classWeights, labelSmoothing }: LossSettings,
): Float32Array {
  const targets = new Float32Array(labels.length * classes);
  for (const [row, label] of labels.entries()) {
    const weight = classWeights?.[label] ?? 1;
    const start = row * classes;
    targets.fill((labelSmoothing / classes) * weight, start, start + classes);
    targets[start + label] = (1 - labelSmoothing + labelSmoothing / classes) * weight;
  }
  return targets;
}

/** TensorFlow.js takes labels out of range in silence (trap 13). */
function checkLabels(
  labels: Int32Array,
  examples: number,
  classes: number,
  classWeights: readonly number[] | null,
): void {
  const wrong = labels.find((label) => label < 0 || label >= classes);
  if (
    labels.length === examples &&
    wrong === undefined &&
    (classWeights?.length ?? classes) === classes
  )
    return;
  throw new UnexpectedError({
    code: 'train.labels',
    message:
      wrong === undefined
        ? `A batch has ${examples} examples, ${labels.length} labels and ${classWeights?.length ?? 'no'} class weights for ${classes} classes.`
        : `A batch holds the label ${wrong}, but the model knows the classes 0 to ${classes - 1}.`,
  });
}
