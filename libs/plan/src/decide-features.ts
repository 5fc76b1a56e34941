import {
  findFrozenPrefix,
  findLayerClass,
  findSealed,
  type FrozenPrefix,
  type ModelSpec,
} from '@graft/model';
import type { Executor } from './cache-key';

/** Features of one extraction may take this much space. */
export const FEATURE_BUDGET_BYTES = 4 * 1024 ** 3;

/**
 * Reading a byte of a cached feature (disk, decoding, copying: about 1 GB/s) takes as long as some
 * 20 multiply-adds of the prefix on one core. A prefix cheaper than that is better computed again.
 */
const MULTIPLY_ADDS_PER_BYTE = 20;

/** `fast` computes frozen layers in int8, at about twice the speed; `exact` in single precision. */
export type Precision = 'exact' | 'fast';

export type FeatureDecision =
  | { use: true; prefix: FrozenPrefix; executor: Executor; precision: Precision; note: string }
  /** `note` says why not; null where there is nothing to say. */
  | { use: false; note: string | null };

/**
 * Whether a step that reads a model should read features computed once per example. `examples` is
 * the number that would be extracted for each port; null where it is not known.
 */
export function decideFeatures(
  spec: ModelSpec,
  examples: readonly (number | null)[],
  wanted: Precision = 'exact',
): FeatureDecision {
  const prefix = findFrozenPrefix(spec);
  if (prefix === null) return { use: false, note: null };
  const at = prefix.cut.map((name) => `"${name}"`).join(' and ');
  if (spec.input.kind !== 'image') {
    return { use: false, note: null };
  }
  if (prefix.cut.includes(spec.output)) {
    return { use: false, note: 'the whole model is frozen, so it runs once per example anyway' };
  }
  // What TensorFlow.js can't run has to come from the cache, whatever that costs.
  const sealed = findSealed(spec) !== undefined;
  if (!sealed && prefix.multiplyAdds < MULTIPLY_ADDS_PER_BYTE * prefix.featureBytes) {
    return {
      use: false,
      note: `the frozen layers up to ${at} are computed every time: that is cheaper than reading ${formatBytes(prefix.featureBytes)} a picture`,
    };
  }
  const count = Math.max(...examples.map((each) => each ?? Infinity));
  const total = prefix.featureBytes * count;
  if (!sealed && !(total <= FEATURE_BUDGET_BYTES)) {
    return {
      use: false,
      note: `no features of ${at} are stored: ${formatBytes(prefix.featureBytes)} a picture for ${count} pictures is more than ${formatBytes(FEATURE_BUDGET_BYTES)}`,
    };
  }
  const { executor, precision, reason } = chooseExecutor(prefix.spec, wanted);
  return {
    use: true,
    prefix,
    executor,
    precision,
    note: `the frozen layers up to ${at} run once per picture by ${reason}; their features (${formatBytes(prefix.featureBytes)} a picture, ${formatBytes(total)} for ${count}) are stored and read in every epoch`,
  };
}

/** ONNX where every layer can be exported, else the reference executor. */
function chooseExecutor(
  prefix: ModelSpec,
  precision: Precision,
): { executor: Executor; precision: Precision; reason: string } {
  const lacking = prefix.layers.find((layer) => findLayerClass(layer.class)?.onnx !== true);
  if (lacking === undefined) {
    if (precision === 'fast' && findSealed(prefix) !== undefined) {
      const reason = 'ONNX in exact precision (a base that came as an ONNX file is not rounded)';
      return { executor: 'onnx', precision: 'exact', reason };
    }
    const reason = precision === 'fast' ? 'ONNX in fast precision (int8)' : 'ONNX';
    return { executor: 'onnx', precision, reason };
  }
  return {
    executor: 'tfjs',
    precision: 'exact',
    reason: `TensorFlow.js (ONNX lacks "${lacking.class}" of layer "${lacking.name}")`,
  };
}

function formatBytes(bytes: number): string {
  for (const [size, unit] of [
    [1024 ** 3, 'GB'],
    [1024 ** 2, 'MB'],
    [1024, 'kB'],
  ] as const) {
    if (bytes >= size) return `${Number((bytes / size).toPrecision(3))} ${unit}`;
  }
  return `${bytes} bytes`;
}
