import { UnexpectedError } from '@graft/errors';
import type { Tensor, Tf } from '../tf';

/** What a layer is given when it computes. */
export interface LayerCall<Config = unknown> {
  readonly tf: Tf;
  /** Name of the layer: part of its random streams. */
  readonly name: string;
  readonly inputs: readonly Tensor[];
  readonly config: Config;
  /** Current value of a weight by role; null for a weight that the configuration leaves out. */
  weight(role: string): Tensor | null;
  /**
   * Set when this layer trains in this pass: batch statistics, dropout. A frozen layer never sees
   * it (traps 1 and 2 of stock TensorFlow.js).
   */
  readonly training: { readonly seed: number; readonly step: number } | null;
  /** Moves a weight that has no gradient. Only while training. */
  assign(role: string, value: Tensor): void;
  /** No gradient will be asked for: fused kernels, whose gradients are slow, may be used. */
  readonly fuse: boolean;
  /** Leave out a final softmax: the loss wants what comes before it. */
  readonly logits: boolean;
}

/** Computes one class of layers. The result is a new tensor, even where the values are the same. */
export interface LayerBuilder<Config = never> {
  readonly class: string;
  call(call: LayerCall<Config>): Tensor;
  /** Present when the layer is linear in its last kernel, so that a normalisation folds into it. */
  readonly linear?: LinearLayer<Config>;
}

export interface LinearLayer<Config> {
  /** Role of the kernel that makes the output channels. */
  readonly kernel: string;
  /** Shape in which a factor per output channel multiplies the kernel. */
  scaleShape(kernelShape: readonly number[]): number[];
  /** The layer without its activation, with this kernel and bias in place of its own. */
  apply(call: LayerCall<Config>, kernel: Tensor, bias: Tensor | null): Tensor;
  /** True when nothing but the linear part acts. */
  isLinear(config: Config): boolean;
}

/** The first input. Shape inference has refused layers that lack one. */
export function takeInput({ inputs, name }: Pick<LayerCall, 'inputs' | 'name'>): Tensor {
  const [input] = inputs;
  if (input) return input;
  throw new UnexpectedError({
    code: 'model.input-missing',
    message: `Layer "${name}" reads nothing.`,
  });
}

/** A weight that the layer class always has. */
export function takeWeight(
  { weight, name }: Pick<LayerCall, 'weight' | 'name'>,
  role: string,
): Tensor {
  const value = weight(role);
  if (value) return value;
  throw new UnexpectedError({
    code: 'model.weight-missing',
    message: `Layer "${name}" has no weight "${role}".`,
  });
}
