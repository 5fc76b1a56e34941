import { readSafetensors, writeSafetensors, type HistoryRow, type SafeTensor } from '@graft/ml';
import { z } from 'zod';

const pointSchema = z.strictObject({
  epoch: z.int(),
  loss: z.number().nullable(),
  validationLoss: z.number().nullable(),
  validationAccuracy: z.number().nullable(),
  seconds: z.number(),
});

/** What one training of a cross-validation gave. */
const foldSchema = z.strictObject({
  /** From 0 on. */
  repeat: z.int(),
  fold: z.int(),
  /** Places of the tested examples in the selection. */
  places: z.array(z.int()),
  /** 1 where the answer to the example at the same position of `places` was right. */
  hits: z.array(z.int()),
  learningRate: z.number(),
  /** Validation, from before the first step on; the second phase goes on counting. */
  curve: z.array(pointSchema),
  seconds: z.number(),
});

export type FoldResult = z.infer<typeof foldSchema>;
export type CurvePoint = z.infer<typeof pointSchema>;

export function pointOf(row: HistoryRow, epochs = 0, seconds = 0): CurvePoint {
  return {
    epoch: row.epoch + epochs,
    loss: row.loss,
    validationLoss: row.validationLoss,
    validationAccuracy: row.validationAccuracy,
    seconds: row.seconds + seconds,
  };
}

/** Folds that are over, with the probabilities of the first repeat: one row an example. */
export interface FoldsDone {
  readonly folds: FoldResult[];
  readonly probabilities: Float32Array;
}

const TENSOR = 'probabilities';

export function encodeFolds({ folds, probabilities }: FoldsDone): Uint8Array {
  const tensor: SafeTensor = { dtype: 'F32', shape: [probabilities.length], data: probabilities };
  return writeSafetensors({
    tensors: new Map([[TENSOR, tensor]]),
    metadata: { format: 'graft.folds/1', folds: JSON.stringify(folds) },
  });
}

/** @throws an error for bytes that are no such file */
export function decodeFolds(bytes: Uint8Array): FoldsDone {
  const { tensors, metadata } = readSafetensors(bytes);
  const folds = z.array(foldSchema).parse(JSON.parse(metadata['folds'] ?? 'null'));
  const data = tensors.get(TENSOR)?.data;
  if (!(data instanceof Float32Array)) throw new TypeError('no probabilities');
  return { folds, probabilities: data.slice() };
}
