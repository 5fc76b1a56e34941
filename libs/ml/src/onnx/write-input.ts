import type { InputSpec, Shape } from '@graft/model';
import type { OnnxValue } from './layer-operator';
import { isFeatureMap } from './layer-operator';
import type { OnnxGraph, OnnxPort } from './onnx-graph';
import { writeTranspose } from './shape-operators';

/** What the exported model reads. */
export type OnnxInput =
  /**
   * Pictures of any one size, [batch, height, width, channels], values 0 to 255. Resizing and
   * normalisation are part of the model. One batch has one size: group pictures by size, or give
   * odd ones alone.
   */
  | 'pixels-uint8'
  | 'pixels-float32'
  /** What the layers read: resized and normalised, or a vector. */
  | 'prepared';

export const PICTURES = 'pictures';

/** Declares the model's input and writes what prepares it. */
export function writeInput(
  graph: OnnxGraph,
  spec: InputSpec,
  shape: Shape,
  kind: OnnxInput,
): { port: OnnxPort; value: OnnxValue } {
  if (kind === 'prepared' || spec.kind !== 'image') {
    const port: OnnxPort = { name: 'input', element: 'float32', shape: ['batch', ...shape] };
    const name = isFeatureMap(shape) ? writeTranspose(graph, port.name, 'first') : port.name;
    return { port, value: { name, shape } };
  }
  const element = kind === 'pixels-uint8' ? 'uint8' : 'float32';
  const port: OnnxPort = {
    name: PICTURES,
    element,
    shape: ['batch', 'height', 'width', spec.channels],
  };
  const pixels =
    element === 'uint8'
      ? graph.operate('Cast', [PICTURES], { to: { kind: 'integer', value: 1 } })
      : PICTURES;
  const resized = writeResize(graph, writeTranspose(graph, pixels, 'first'), spec);
  return { port, value: { name: writeNormalisation(graph, resized, spec), shape } };
}

type ImageSpec = Extract<InputSpec, { kind: 'image' }>;

/** Bilinear with half-pixel centres: `tf.image.resizeBilinear(x, size, false, true)`. */
function writeResize(graph: OnnxGraph, input: string, { height, width }: ImageSpec): string {
  const sizes = graph.operate('Slice', [
    graph.operate('Shape', [input]),
    graph.integers('first', [0]),
    graph.integers('second', [2]),
  ]);
  const target = graph.operate('Concat', [sizes, graph.integers('size', [height, width])], {
    axis: { kind: 'integer', value: 0 },
  });
  return graph.operate('Resize', [input, '', '', target], {
    mode: { kind: 'text', value: 'linear' },
    coordinate_transformation_mode: { kind: 'text', value: 'half_pixel' },
  });
}

function writeNormalisation(graph: OnnxGraph, input: string, { mean, scale }: ImageSpec): string {
  const centred =
    mean === 0 ? input : graph.operate('Sub', [input, graph.floats('mean', [], [mean])]);
  return scale === 1
    ? centred
    : graph.operate('Div', [centred, graph.floats('scale', [], [scale])]);
}
