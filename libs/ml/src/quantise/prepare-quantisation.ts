import type { ModelSpec } from '@graft/model';
import type { WeightMap } from '../build/built-model';
import { encodeModel } from '../onnx/encode-model';
import { writeModel, type OnnxExportOptions } from '../onnx/export-onnx';
import { findQuantisedPart } from './find-tensors';
import { HIGHS, LOWS, mergeRanges, observeRanges, type ValueRange } from './observe-ranges';
import { quantiseModel } from './quantise-model';

/** A static quantisation to int8 under way: ranges are watched on examples, then the model written. */
export interface Quantisation {
  /** ONNX file of the model in float, with two outputs more: the ranges of this batch. */
  readonly observed: Uint8Array;
  readonly rangeOutputs: { readonly lows: string; readonly highs: string };
  /** How many convolutions and sums will run in int8; 0: quantising gains nothing. */
  readonly quantised: number;
  /** Takes the ranges of one batch. */
  observe(lows: Float32Array, highs: Float32Array): void;
  /** ONNX file of the quantised model, after at least one batch. */
  encode(): Uint8Array;
}

/**
 * Prepares the int8 version of a model, or of the part that leads to `outputs`. The scales of the
 * feature maps follow from what `observe` is told (smallest and largest value: onnxruntime's MinMax).
 */
export function prepareQuantisation(
  spec: ModelSpec,
  weights: WeightMap,
  options: OnnxExportOptions,
): Quantisation {
  const model = writeModel(spec, weights, options);
  const part = findQuantisedPart(model);
  let ranges: ValueRange[] | null = null;
  return {
    observed: encodeModel(observeRanges(model, part)),
    rangeOutputs: { lows: LOWS, highs: HIGHS },
    quantised: part.nodes.length,
    observe(lows, highs) {
      ranges = mergeRanges(ranges, lows, highs);
    },
    encode: () => encodeModel(quantiseModel(model, part, ranges ?? [])),
  };
}
