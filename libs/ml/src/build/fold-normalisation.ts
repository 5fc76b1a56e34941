import type { BatchNormalizationConfig } from '@graft/model';
import type { Tensor, Tf } from '../tf';
import type { LayerCall } from './layer-builder';
import { takeWeight } from './layer-builder';
import { computeNormalisation } from './normalisation';
import type { PlannedLayer } from './planned-layer';

/** Kernel and bias of a linear layer that does the work of the normalisation after it. */
export interface FoldedKernel {
  readonly kernel: Tensor;
  readonly bias: Tensor;
}

/**
 * Folds a normalisation with stored statistics into the linear layer before it, as operations on
 * the original variables: W * gamma / sqrt(variance + epsilon) and beta - mean * gamma / sqrt(...).
 * Names and gradients stay those of the original model; folding into the weights themselves would
 * train a different one.
 */
export function foldNormalisation(
  normalisation: LayerCall<BatchNormalizationConfig>,
  target: PlannedLayer,
  targetCall: LayerCall,
): FoldedKernel {
  const { tf } = normalisation;
  const { scale, shift } = computeNormalisation(normalisation);
  const linear = target.builder.linear;
  const original = takeWeight(targetCall, linear?.kernel ?? 'kernel');
  const factor = tf.reshape(scale, linear?.scaleShape(original.shape) ?? [-1]);
  const bias = targetCall.weight('bias');
  return {
    kernel: tf.mul(original, factor),
    bias: bias ? tf.add(shift, tf.mul(bias, scale)) : shift,
  };
}

/** Folded kernels of frozen pairs, computed once. */
export interface FoldCache {
  fetch(name: string, compute: () => FoldedKernel): FoldedKernel;
  clear(): void;
}

export function createFoldCache(tf: Tf): FoldCache {
  const folded = new Map<string, FoldedKernel>();
  return {
    fetch(name, compute) {
      const known = folded.get(name);
      if (known) return known;
      const { kernel, bias } = compute();
      const kept = { kernel: tf.keep(kernel), bias: tf.keep(bias) };
      folded.set(name, kept);
      return kept;
    },
    clear() {
      for (const { kernel, bias } of folded.values()) tf.dispose([kernel, bias]);
      folded.clear();
    },
  };
}
