import type { OnnxConstant, OnnxModel, OnnxNode } from '../onnx/onnx-graph';

/** A convolution or sum that is to run in int8. */
export interface QuantisedNode {
  readonly node: OnnxNode;
  /** Feature maps that it reads. */
  readonly reads: readonly string[];
  /** The feature map it gives, after the rectifier that its saturation replaces. */
  readonly gives: string;
  /** The rectifier that goes away; null for a linear output. */
  readonly rectifier: OnnxNode | null;
}

/** What of a model runs in int8. */
export interface QuantisedPart {
  readonly nodes: readonly QuantisedNode[];
  /** Every feature map that is held as uint8, in order of computation. */
  readonly tensors: readonly string[];
  /** Those that are never below zero, because a rectifier makes them. */
  readonly rectified: ReadonlySet<string>;
}

/**
 * Chooses what runs in int8: convolutions with constant kernels and sums of feature maps (residual
 * connections): nearly all of the work of a convolutional base. Everything else stays in float.
 */
export function findQuantisedPart({ nodes, constants, outputs }: OnnxModel): QuantisedPart {
  const known = new Map(constants.map((constant) => [constant.name, constant]));
  const readers = indexReaders(nodes);
  const given = new Set(outputs.map(({ name }) => name));
  const chosen = nodes.flatMap((node): QuantisedNode[] => {
    const reads = readsInInt8(node, known);
    if (reads === null) return [];
    const rectifier = given.has(node.output) ? null : findRectifier(node, readers, known);
    return [{ node, reads, rectifier, gives: (rectifier ?? node).output }];
  });
  const rectified = new Set(
    nodes.filter((node) => isRectifier(node, known)).map(({ output }) => output),
  );
  const tensors = new Set(chosen.flatMap(({ reads, gives }) => [...reads, gives]));
  return { nodes: chosen, tensors: [...tensors], rectified };
}

function indexReaders(nodes: readonly OnnxNode[]): Map<string, OnnxNode[]> {
  const readers = new Map<string, OnnxNode[]>();
  for (const node of nodes) {
    for (const input of node.inputs) readers.set(input, [...(readers.get(input) ?? []), node]);
  }
  return readers;
}

function readsInInt8(
  { operator, inputs }: OnnxNode,
  constants: ReadonlyMap<string, OnnxConstant>,
): string[] | null {
  const [first = '', second = '', third = ''] = inputs;
  const constant = (name: string) => constants.get(name)?.element === 'float32';
  if (operator === 'Conv') {
    return !constant(first) && constant(second) && constant(third) ? [first] : null;
  }
  const sums = operator === 'Add' && !constant(first) && !constant(second);
  return sums ? [first, second] : null;
}

/** The one reader, if all it does is to cut off below zero (and above a limit). */
function findRectifier(
  { output }: OnnxNode,
  readers: ReadonlyMap<string, readonly OnnxNode[]>,
  constants: ReadonlyMap<string, OnnxConstant>,
): OnnxNode | null {
  const [only, ...others] = readers.get(output) ?? [];
  return only !== undefined && others.length === 0 && isRectifier(only, constants) ? only : null;
}

function isRectifier(
  { operator, inputs }: OnnxNode,
  constants: ReadonlyMap<string, OnnxConstant>,
): boolean {
  if (operator === 'Relu') return true;
  return operator === 'Clip' && constants.get(inputs[1] ?? '')?.values[0] === 0;
}
