import { UnexpectedError } from '@graft/errors';
import type { Tensor, Tf } from '../tf';
import { rectify } from './rectify';

type Activation = (tf: Tf, x: Tensor) => Tensor;

/** Definitions of Keras 3 (keras.activations). */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: (_tf, x) => x,
  relu: (tf, x) => rectify(tf, x, null),
  relu6: (tf, x) => rectify(tf, x, 6),
  elu: (tf, x) => tf.elu(x),
  selu: (tf, x) => tf.selu(x),
  sigmoid: (tf, x) => tf.sigmoid(x),
  tanh: (tf, x) => tf.tanh(x),
  softmax: (tf, x) => tf.softmax(x),
  softplus: (tf, x) => tf.softplus(x),
  softsign: (tf, x) => tf.div(x, tf.add(tf.abs(x), 1)),
  swish: (tf, x) => tf.mul(x, tf.sigmoid(x)),
};

/**
 * Applies an activation by its Keras name. `linear` gives back the same tensor, and so does
 * `softmax` when logits are wanted.
 */
export function activate(tf: Tf, x: Tensor, name: string, logits: boolean): Tensor {
  const activation = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  if (!activation) {
    throw new UnexpectedError({
      code: 'model.activation-unknown',
      message: `The layer registry allows the activation "${name}", but it can't be built.`,
    });
  }
  return logits && name === 'softmax' ? x : activation(tf, x);
}
