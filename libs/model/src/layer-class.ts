import type { z } from 'zod';
import type { LayerSpec, Shape, WeightSource } from './model-spec';

/** One weight that a layer class asks for. */
export interface WeightSlot {
  /** Last part of the weight's name: `kernel`, `moving_mean`. */
  role: string;
  shape: Shape;
  /** Source of a freshly initialised layer, after the defaults of Keras. */
  initialiser: Extract<WeightSource, { kind: 'initialiser' }>['name'];
  /** False for values that training moves without a gradient (moving statistics). */
  gradient: boolean;
}

/** A layer class that models may use. The registry is closed: unknown classes are refused by name. */
export interface LayerClass<Config extends z.ZodType = z.ZodType> {
  readonly class: string;
  /** Allow-list of configuration keys. A key outside it is refused on import. */
  readonly config: Config;
  /** Shape of the output without the batch dimension, or a sentence that says what does not fit. */
  inferShape(inputs: readonly Shape[], config: z.infer<Config>): Shape | { misfit: string };
  weights(inputs: readonly Shape[], config: z.infer<Config>): readonly WeightSlot[];
  /** True when the layer draws random numbers while it trains (dropout). */
  readonly random?: true;
  /** True when the kernel is a table of which each example reads a few rows (embedding). */
  readonly looksUp?: true;
  /** True when it runs as a whole: it can't train, be drawn anew, or be built in TensorFlow.js. */
  readonly sealed?: true;
  /** True when the ONNX exporter of @graft/ml has it. */
  readonly onnx: boolean;
}

/** A weight of a layer, with what training may do to it. */
export interface LayerWeight {
  layer: LayerSpec;
  role: string;
  gradient: boolean;
}
