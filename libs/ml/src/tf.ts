import type * as tfc from '@tensorflow/tfjs-core';

/**
 * The TensorFlow.js that the caller chose: `@tensorflow/tfjs-node-gpu` in the engine, the pure
 * JavaScript one where there is no native library. Nothing in this package imports it as a value.
 */
export type Tf = typeof tfc;
export type Tensor = tfc.Tensor;
export type Variable = tfc.Variable;
export type Scalar = tfc.Scalar;
