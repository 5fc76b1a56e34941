import type { Tensor, Tf } from '../tf';
import { findNativeOperations } from './native-operations';

/**
 * max(0, min(x, limit)). Its gradient is 0 at both ends, as in TensorFlow, and one kernel of native
 * TensorFlow, or made of comparisons: stock `tf.relu` and `tf.relu6` use the `Step` kernel, which is about
 * ten times slower than those, and sixty times slower than the one kernel.
 */
export function rectify(tf: Tf, x: Tensor, limit: number | null): Tensor {
  const operation = tf.customGrad((input, save) => {
    const value = rectifyForward(tf, input as Tensor, limit);
    (save as (tensors: Tensor[]) => void)([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => passGradient(tf, dy, saved[0] as Tensor, limit),
    };
  });
  return operation(x);
}

function rectifyForward(tf: Tf, x: Tensor, limit: number | null): Tensor {
  if (limit === null) return tf.relu(x);
  return limit === 6 ? tf.relu6(x) : tf.clipByValue(x, 0, limit);
}

/** Where the output lies strictly between the ends, the input did too. */
function passGradient(tf: Tf, dy: Tensor, y: Tensor, limit: number | null): Tensor {
  const native = limit === null || limit === 6 ? findNativeOperations(tf) : null;
  if (native !== null) return native.run(limit === null ? 'ReluGrad' : 'Relu6Grad', [dy, y]);
  const above = tf.greater(y, 0);
  const open = limit === null ? above : tf.logicalAnd(above, tf.less(y, limit));
  return tf.mul(dy, tf.cast(open, 'float32'));
}
