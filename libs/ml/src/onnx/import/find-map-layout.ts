import type { OnnxGraphConfig } from '@graft/model';
import type { ReadNode } from './read-onnx';

type Layout = OnnxGraphConfig['layout'];

/** Operators that hold channels first, whatever a file reads: the standard knows no other order. */
const CHANNELS_FIRST = new Set([
  ...[
    'AveragePool',
    'BatchNormalization',
    'Conv',
    'ConvTranspose',
    'DepthToSpace',
    'GlobalAveragePool',
  ],
  ...[
    'GlobalLpPool',
    'GlobalMaxPool',
    'GroupNormalization',
    'InstanceNormalization',
    'LRN',
    'LpPool',
  ],
  ...['MaxPool', 'SpaceToDepth'],
]);
const TO_LAST = '0,2,3,1';
const TO_FIRST = '0,3,1,2';

/**
 * How the map of an output lies. A file that reads pictures channels last computes channels first inside,
 * between two transpositions: which of them lie before the output decides.
 */
export function findMapLayout(nodes: readonly ReadNode[], output: string, asRead: Layout): Layout {
  const makers = new Map(
    nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)),
  );
  let turned: Layout | null = null;
  let value = output;
  for (let steps = 0; steps <= nodes.length; steps += 1) {
    const node = makers.get(value);
    if (node === undefined) return turned ?? asRead;
    if (CHANNELS_FIRST.has(node.operator)) return turned ?? 'channels-first';
    if (node.operator === 'Transpose') turned ??= layoutAfter(node);
    // Values of one element by another: the side that is computed has the shape.
    value = node.inputs.find((name) => makers.has(name)) ?? node.inputs[0] ?? '';
  }
  return turned ?? asRead;
}

function layoutAfter({ attributes }: ReadNode): Layout | null {
  const order = attributes.get('perm');
  const text = order?.kind === 'integers' ? order.value.join() : '';
  if (text === TO_LAST) return 'channels-last';
  return text === TO_FIRST ? 'channels-first' : null;
}
