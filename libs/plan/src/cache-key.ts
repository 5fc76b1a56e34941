import { digestJson, type DataRecipe, type JsonObject } from '@graft/graph';

/** Arithmetic that all executors share. Backend and thread count are provenance, not identity. */
const NUMERICS = 'float32/1';

/** One input of a step, by what it is and not by where it lies. */
export type KeyedInput =
  /** Digest of a spec whose learned weights are named by the keys of the steps that learn them. */
  | { type: 'model'; spec: string }
  | { type: 'dataset'; recipe: DataRecipe }
  | { type: 'artifact'; step: string; output: string };

export interface KeyParts {
  readonly kind: string;
  readonly implementation: number;
  readonly params: JsonObject;
  /** In the order of the ports. */
  readonly inputs: readonly (readonly [port: string, input: readonly KeyedInput[]])[];
  /** Cached rows that the step reads: another executor rounds differently. */
  readonly rows: { readonly rowKey: string; readonly cut: readonly string[] } | null;
}

/** Identity of the result of a step, known before anything runs. See docs/adr/0002-cache-keys.md. */
export function computeKey({ kind, implementation, params, inputs, rows }: KeyParts): string {
  return digestJson({
    format: 'graft.key/1',
    kind,
    implementation,
    params,
    inputs,
    rows,
    numerics: NUMERICS,
  });
}

/** Id of a step in a plan: readable, and equal for equal work. */
export function nameStep(kind: string, key: string): string {
  return `${kind}-${key.slice(0, 12)}`;
}

export type Executor = 'onnx' | 'tfjs';

/**
 * Pictures that fast precision is scaled by, at most: they run in single precision, too, which takes as long as twice
 * as many pictures in int8. With 32, 64 and 128 the cosine to exact features is 0.991, 0.992 and 0.992 on the bundled
 * objects and 0.980, 0.980 and 0.981 on digits, the accuracy of a linear classifier, mean of 5 splits, 0.751, 0.757 and
 * 0.754 (exact 0.747) and 0.907, 0.910 and 0.905 (exact 0.895); see docs/performance.md.
 */
export const MOST_CALIBRATION_PICTURES = 32;

/** Raise one when its features change beyond rounding: old rows are then left alone. */
export const EXECUTOR_VERSIONS: Readonly<Record<Executor, number>> = { onnx: 1, tfjs: 1 };

/**
 * Identity of rows of the feature cache. The prefix brings its own preprocessing (`input` of its
 * spec); the example is the rest of a row's identity, so any selection of examples reuses rows. In
 * fast precision the values depend on the examples that it was calibrated on, so they belong to it.
 */
export function computeRowKey(
  prefix: string,
  cut: readonly string[],
  executor: Executor,
  calibration: DataRecipe | null = null,
): string {
  return digestJson({
    format: 'graft.rows/1',
    prefix,
    cut,
    executor,
    version: EXECUTOR_VERSIONS[executor],
    dtype: 'float32',
    ...(calibration === null
      ? {}
      : { precision: 'fast', calibration, calibrated: MOST_CALIBRATION_PICTURES }),
  });
}
