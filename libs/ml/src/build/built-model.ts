import type { Tensor, Variable } from '../tf';

/** Values of weights by name (`stem_conv/kernel`), row-major. */
export type WeightMap = ReadonlyMap<string, Float32Array>;

/**
 * Tensors by layer name, batch first. A fed layer is not computed: what is fed stands for its
 * output, so a model can start at its input, or at any cut.
 */
export type Feeds = Readonly<Record<string, Tensor>>;

/**
 * - `frozen`: no training changes it.
 * - `gradient`: trained by gradient.
 * - `statistic`: moved by training without a gradient (moving mean and variance).
 */
export type VariableRole = 'frozen' | 'gradient' | 'statistic';

export interface ModelVariable {
  /** Name of the weight in the ModelSpec. */
  readonly name: string;
  readonly layer: string;
  readonly role: VariableRole;
  readonly shape: readonly number[];
  readonly variable: Variable;
}

export interface PredictOptions {
  /** Layers whose outputs are wanted; the model's own outputs by default. */
  readonly outputs?: readonly string[];
  /** The values before the last softmax instead of probabilities. */
  readonly logits?: boolean;
}

/** A pass that trains: what is random in it is a function of layer name, seed and step alone. */
export interface TrainingPass {
  readonly training: true;
  /** From 1 on. */
  readonly seed: number;
  /** Number of the pass; no two passes of a training share one. */
  readonly step: number;
  readonly logits?: boolean;
}

export interface BuildOptions {
  /** Layers that are fed; the InputLayers by default. What lies below them is not built. */
  readonly inputs?: readonly string[];
  /** Layers whose outputs are wanted; the spec's output by default. */
  readonly outputs?: readonly string[];
}

/** A model made of TensorFlow.js operations after a ModelSpec. Holds its variables until disposed. */
export interface BuiltModel {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Every weight of the layers that were built, in the order of the spec. */
  readonly variables: readonly ModelVariable[];
  /**
   * Layers at the upper edge of the part that training neither changes nor makes random. Predicted
   * once, they can be fed to `forward`, which then records nothing below them.
   */
  readonly boundary: readonly string[];
  /** Inference: every layer at its stored statistics, no randomness. The caller disposes the result. */
  predict(feeds: Feeds, options?: PredictOptions): Record<string, Tensor>;
  /**
   * A training pass: layers that train use batch statistics and dropout, moving statistics are
   * updated. Frozen layers run as in `predict`. Inside `tf.variableGrads` it is differentiable.
   */
  forward(feeds: Feeds, pass: TrainingPass): Record<string, Tensor>;
  /** Copies of the current values, of every variable or of those named. */
  readWeights(names?: readonly string[]): Map<string, Float32Array>;
  /** Replaces values. @throws UnexpectedError `model.weight-unknown` or `model.weight-shape`. */
  writeWeights(weights: WeightMap): void;
  dispose(): void;
}
