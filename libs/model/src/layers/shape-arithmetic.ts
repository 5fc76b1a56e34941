import type { Shape } from '../model-spec';
import type { Padding, Size } from './config-fields';

/** Why a layer can't take its inputs, as a sentence for a person. */
export interface Misfit {
  misfit: string;
}

export type FeatureMap = readonly [height: number, width: number, channels: number];

export interface Window {
  size: Size;
  strides: Size;
  padding: Padding;
  dilation: Size;
}

/** `[7, 7, 1280]` in words: "7 x 7 x 1280". */
export function describeShape(shape: Shape): string {
  return shape.length === 0 ? 'a single number' : shape.join(' x ');
}

/** Product of the dimensions. */
export function countElements(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function isMisfit(value: unknown): value is Misfit {
  return typeof value === 'object' && value !== null && 'misfit' in value;
}

/** The only input of a layer that takes one. */
export function takeOne(inputs: readonly Shape[]): Shape | Misfit {
  const [input] = inputs;
  if (inputs.length !== 1 || !input) {
    return { misfit: `It takes one input, but ${inputs.length} are connected.` };
  }
  return input;
}

/** The only input, if it has so many dimensions. */
export function refuseOtherRank(
  inputs: readonly Shape[],
  rank: number,
  wanted: string,
): Shape | Misfit {
  const input = takeOne(inputs);
  if (isMisfit(input) || input.length === rank) return input;
  return { misfit: `It takes ${wanted}, but its input is ${describeShape(input)}.` };
}

/** The only input, if it is a map of height, width and channels. */
export function takeFeatureMap(inputs: readonly Shape[]): FeatureMap | Misfit {
  const input = takeOne(inputs);
  if (isMisfit(input)) return input;
  const [height, width, channels] = input;
  if (input.length !== 3 || !height || !width || !channels) {
    return {
      misfit: `It takes a map of height, width and channels, but its input is ${describeShape(input)}.`,
    };
  }
  return [height, width, channels];
}

/**
 * Height and width after a window slides over a map: the arithmetic of TensorFlow's "same" and
 * "valid" padding (`tf.nn.convolution`).
 */
export function slideWindow([height, width]: FeatureMap, window: Window): Size | Misfit {
  const rows = slide(height, 0, window);
  const columns = slide(width, 1, window);
  if (rows >= 1 && columns >= 1) return [rows, columns];
  const [tall, wide] = window.size;
  return {
    misfit:
      `Its window of ${tall} x ${wide} is larger than its input of ${height} x ${width}. ` +
      'Use "same" padding, a smaller window or larger pictures.',
  };
}

function slide(length: number, axis: 0 | 1, { size, strides, padding, dilation }: Window): number {
  if (padding === 'same') return Math.ceil(length / strides[axis]);
  const reach = (size[axis] - 1) * dilation[axis] + 1;
  return Math.floor((length - reach) / strides[axis]) + 1;
}

/** TensorFlow has no kernel for a window that is both strided and dilated. */
export function refuseStridedDilation(strides: Size, dilation: Size): Misfit | undefined {
  if (Math.max(...strides) === 1 || Math.max(...dilation) === 1) return undefined;
  return { misfit: 'It has both strides and dilation above 1. Set one of them to 1.' };
}

/**
 * Shape of an element-wise combination, after the broadcasting rule of NumPy: sizes are compared
 * from the last one on and must be equal or 1.
 */
export function broadcast(inputs: readonly Shape[]): Shape | Misfit {
  if (inputs.length < 2) {
    return { misfit: `It combines two or more inputs, but ${inputs.length} are connected.` };
  }
  return inputs.reduce<Shape | Misfit>(
    (shape, input) => (isMisfit(shape) ? shape : broadcastTwo(shape, input)),
    [],
  );
}

function broadcastTwo(a: Shape, b: Shape): Shape | Misfit {
  const rank = Math.max(a.length, b.length);
  const combined: number[] = [];
  for (let axis = 1; axis <= rank; axis += 1) {
    const [sizeA, sizeB] = [a.at(-axis) ?? 1, b.at(-axis) ?? 1];
    if (axis <= a.length && axis <= b.length && sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      return { misfit: `Its inputs differ: ${describeShape(a)} and ${describeShape(b)}.` };
    }
    combined.unshift(Math.max(sizeA, sizeB));
  }
  return combined;
}

/** Softmax over one value is always 1, so a network that ends in it can't learn. */
export function refuseLoneSoftmax(activation: string, channels: number): Misfit | undefined {
  if (activation !== 'softmax' || channels > 1) return undefined;
  return {
    misfit: 'A softmax over a single value is always 1. Use two or more units, or a sigmoid.',
  };
}
