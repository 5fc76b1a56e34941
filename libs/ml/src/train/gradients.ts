import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tf } from '../tf';

/**
 * Scales gradients down together when their common Euclidean norm exceeds `limit` (Pascanu et al.
 * 2013, `tf.clip_by_global_norm`). Without a limit they come back as they are.
 */
export function clipByGlobalNorm(
  tf: Tf,
  gradients: NamedTensorMap,
  limit: number | null,
): NamedTensorMap {
  if (limit === null) return gradients;
  const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)));
  if (squares.length === 0) return gradients;
  const norm = tf.sqrt(tf.addN(squares));
  const factor = tf.div<Scalar>(limit, tf.maximum(norm, limit));
  return mapGradients(gradients, (gradient) => tf.mul(gradient, factor));
}

/** Sums gradients of parts of one batch, name by name. */
export function addGradients(
  tf: Tf,
  total: NamedTensorMap | null,
  part: NamedTensorMap,
): NamedTensorMap {
  if (!total) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, gradient]) => {
      const before = total[name];
      return [name, before ? tf.add(before, gradient) : gradient];
    }),
  );
}

function mapGradients(
  gradients: NamedTensorMap,
  change: (gradient: Tensor) => Tensor,
): NamedTensorMap {
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, change(gradient)]),
  );
}
