import { createOnnxGraph, type OnnxGraph, type OnnxModel } from '../onnx/onnx-graph';
import type { QuantisedPart } from './find-tensors';

/** Smallest and largest value of a tensor over all calibration pictures. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** Outputs of an observed model: one value a tensor, in the order of `QuantisedPart.tensors`. */
export const LOWS = 'calibration/lows';
export const HIGHS = 'calibration/highs';

/**
 * The model with two more outputs that hold the range of every tensor of the part over the batch.
 * Maxima go through GlobalMaxPool, which onnxruntime runs in the blocked layout of its convolutions,
 * and minima are maxima of the negative: its ReduceMin is several times slower than the whole base.
 */
export function observeRanges(model: OnnxModel, part: QuantisedPart): OnnxModel {
  const watch = createWatch();
  const highs = part.tensors.map((name) => watch.largest(name));
  const negated = part.tensors.map((name) =>
    part.rectified.has(name) ? watch.zero : watch.largest(watch.operate('Neg', [name])),
  );
  watch.operate('Concat', highs, ALONG_FIRST, HIGHS);
  watch.operate('Neg', [watch.operate('Concat', negated, ALONG_FIRST)], {}, LOWS);
  const { nodes, constants } = watch.build();
  const shape = [part.tensors.length];
  return {
    inputs: model.inputs,
    nodes: [...model.nodes, ...nodes],
    constants: [...model.constants, ...constants],
    outputs: [
      ...model.outputs,
      { name: LOWS, element: 'float32', shape },
      { name: HIGHS, element: 'float32', shape },
    ],
  };
}

const ALONG_FIRST = { axis: { kind: 'integer', value: 0 } } as const;

/** Operators beside those of the model: their values have names of their own. */
function createWatch() {
  const graph = createOnnxGraph();
  const one = graph.integers('calibration/one', [1]);
  const zero = graph.floats('calibration/zero', [1], [0]);
  let made = 0;
  const operate: OnnxGraph['operate'] = (operator, inputs, attributes = {}, output) =>
    graph.operate(operator, inputs, attributes, output ?? `calibration/value_${made++}`);
  const largest = (name: string): string => {
    const pooled = operate('GlobalMaxPool', [name]);
    const reduced = operate('ReduceMax', [pooled], { keepdims: { kind: 'integer', value: 0 } });
    return operate('Reshape', [reduced, one]);
  };
  return { zero, operate, largest, build: () => graph.build({ inputs: [], outputs: [] }) };
}

/** Widens ranges by those of a further batch. */
export function mergeRanges(
  before: readonly ValueRange[] | null,
  lows: Float32Array,
  highs: Float32Array,
): ValueRange[] {
  return [...lows].map((low, at) => ({
    low: Math.min(low, before?.[at]?.low ?? Number.POSITIVE_INFINITY),
    high: Math.max(
      highs[at] ?? Number.NEGATIVE_INFINITY,
      before?.[at]?.high ?? Number.NEGATIVE_INFINITY,
    ),
  }));
}
