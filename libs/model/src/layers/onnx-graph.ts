import { z } from 'zod';
import type { LayerClass } from '../layer-class';
import { describeShape, isMisfit, takeOne } from './shape-arithmetic';

/** Oldest and newest opset of a file: between them the operators that Graft writes mean the same. */
export const ONNX_OPSETS = { oldest: 13, newest: 21 } as const;

const element = z.enum(['float32', 'int64', 'int32', 'uint8', 'int8', 'bool']);
const values = z.array(z.number()).max(65_536);
const sizes = z.array(z.int().min(0)).max(8);
const name = z.string().max(32);

const attribute = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('float'), value: z.number() }),
  z.strictObject({ kind: z.literal('integer'), value: z.int() }),
  z.strictObject({ kind: z.literal('text'), value: z.string().max(200) }),
  z.strictObject({ kind: z.literal('floats'), value: values }),
  z.strictObject({ kind: z.literal('integers'), value: z.array(z.int()).max(4096) }),
  z.strictObject({ kind: z.literal('tensor'), element, shape: sizes, value: values }),
]);

const LAYOUTS = ['channels-first', 'channels-last'] as const;

const config = z.strictObject({
  opset: z.int().min(ONNX_OPSETS.oldest).max(ONNX_OPSETS.newest),
  /** Height, width and channels of the pictures that it was exported for. */
  reads: z.array(z.int().min(1)).length(3),
  /** How the graph reads pictures. */
  layout: z.enum(LAYOUTS),
  /** How it gives a map of features, where that is another way. */
  mapLayout: z.enum(LAYOUTS).optional(),
  colours: z.enum(['rgb', 'bgr']),
  /** After the input's own scaling, one each channel: (value - mean) / deviation. */
  mean: z.array(z.number()),
  deviation: z.array(z.number().positive()),
  /** Shape of what comes out, channels last, without the batch dimension. */
  gives: z.array(z.int().min(1)).min(1).max(3),
  output: name,
  /** In order of computation. The picture is `x`; weights are `w0`, `w1` ... */
  nodes: z
    .array(
      z.strictObject({
        operator: z.string().max(64),
        inputs: z.array(name).max(1024),
        outputs: z.array(name).min(1).max(1024),
        attributes: z.record(z.string().max(64), attribute),
      }),
    )
    .max(5000),
  constants: z.array(z.strictObject({ name, element, shape: sizes, values })).max(10_000),
  /** Shapes of the weights: `w0`, `w1` ... */
  tensors: z
    .array(z.array(z.int().min(1)).max(8))
    .min(1)
    .max(5000),
});
export type OnnxGraphConfig = z.infer<typeof config>;

/**
 * A graph of ONNX operators that was made elsewhere, taken as it is. onnxruntime runs it; TensorFlow.js
 * has no part of it, so no gradient goes through it and it never trains.
 */
export const onnxGraph: LayerClass<typeof config> = {
  class: 'OnnxGraph',
  config,
  inferShape(inputs, { reads, gives }) {
    const input = takeOne(inputs);
    if (isMisfit(input) || input.join() === reads.join()) return isMisfit(input) ? input : gives;
    return {
      misfit: `It was exported for pictures of ${describeShape(reads)}, but gets ${describeShape(input)}. Use its own size, or export it anew for the other one.`,
    };
  },
  weights: (_inputs, { tensors }) =>
    tensors.map((shape, index) => ({
      role: `w${index}`,
      shape,
      initialiser: 'zeros',
      gradient: false,
    })),
  sealed: true,
  onnx: true,
};
