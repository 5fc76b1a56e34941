import type { OnnxModel, OnnxNode } from '../onnx/onnx-graph';
import type { QuantisedPart } from './find-tensors';

/**
 * onnxruntime's fast integer convolutions read channels by fours and write sixteen or more (`MlasConvSymPackWSize`
 * in its convsym.cpp); for others it copies every window first.
 */
const CHANNELS = 4;
const LEAST_OUTPUTS = 16;

/**
 * Feature maps that only such convolutions read whose number of channels is no multiple of four, such as the three of a
 * picture, and how many are missing. Zeros times zeros change nothing: the sums are integers.
 */
export function findWidened(model: OnnxModel, part: QuantisedPart): Map<string, number> {
  const shapes = new Map(model.constants.map(({ name, shape }) => [name, shape]));
  const chosen = new Set(part.nodes.map(({ node }) => node));
  const missing = (node: OnnxNode): number => {
    const [outputs = 0, inputs = 0, ...window] = shapes.get(node.inputs[1] ?? '') ?? [];
    const { group } = node.attributes;
    const dense = node.operator === 'Conv' && group?.kind === 'integer' && group.value === 1;
    const gains = dense && chosen.has(node) && window.length === 2 && outputs >= LEAST_OUTPUTS;
    return gains ? (CHANNELS - (inputs % CHANNELS)) % CHANNELS : 0;
  };
  const given = new Set(model.outputs.map(({ name }) => name));
  return new Map(
    part.tensors.flatMap((name): [string, number][] => {
      const readers = model.nodes.filter(({ inputs }) => inputs.includes(name));
      const [first = 0, ...others] = readers.map(missing);
      const alike = others.every((more) => more === first);
      return first > 0 && alike && !given.has(name) ? [[name, first]] : [];
    }),
  );
}

export interface Kernel {
  /** Outputs, inputs, and the window. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The kernel with `more` inputs, of which it makes nothing. */
export function widenKernel({ shape, values }: Kernel, more: number): Kernel {
  if (more === 0) return { shape, values };
  const [outputs = 0, inputs = 0, ...window] = shape;
  const area = window.reduce((product, size) => product * size, 1);
  const widened = new Float32Array(outputs * (inputs + more) * area);
  for (let output = 0; output < outputs; output++) {
    const row = values.subarray(output * inputs * area, (output + 1) * inputs * area);
    widened.set(row, output * (inputs + more) * area);
  }
  return { shape: [outputs, inputs + more, ...window], values: widened };
}
