import { UserError } from '@graft/errors';
import { ONNX_OPSETS, type InputSpec, type OnnxGraphConfig } from '@graft/model';
import { chooseOutput } from './choose-output';
import { ALLOWED_OPERATORS } from './operators';
import { findMapLayout } from './find-map-layout';
import { readOnnx, type ReadModel, type ReadNode } from './read-onnx';
import { settlePicture, type AskedPicture } from './settle-picture';
import type { ReadTensor } from './read-tensor';

/** What a file can't say of itself. */
export interface AskedOnnx extends AskedPicture {
  /** The tensor to take; null: what enters the classifier, or else the only output. */
  readonly output: string | null;
}

/** A file that was read: all of the layer that it becomes but the shape of what it gives. */
export interface ImportedOnnx {
  readonly input: Extract<InputSpec, { kind: 'image' }>;
  readonly config: Omit<OnnxGraphConfig, 'gives'>;
  /** In the order of `config.tensors`. */
  readonly weights: readonly Float32Array[];
  /** Name of the tensor that was taken, as the file calls it. */
  readonly output: string;
}

/** Fewer values than this are sizes, limits and factors, and stand in the description itself. */
const FEWEST_OF_A_WEIGHT = 16;
const MOST_CONSTANT_VALUES = 65_536;

/**
 * Turns an ONNX file into the configuration of a layer. Names of the file are replaced; what does not
 * lead to the output is left out.
 * @throws UserError `model.onnx_*`, `model.input_mismatch`, `model.size_needed`, `model.weights_mismatch`,
 * `model.unreadable`
 */
export function importOnnx(file: Uint8Array, asked: AskedOnnx): ImportedOnnx {
  const model = readOnnx(file);
  checkOpset(model.opset);
  const { port, ...picture } = settlePicture(model.inputs, asked);
  const output = chooseOutput(model, asked.output);
  const nodes = pruneNodes(model, output, port);
  const names = nameTensors(model, nodes, port);
  const { constants, tensors, weights } = placeTensors(model, nodes, names);
  const { layout, colours, mean, deviation } = picture;
  const { height, width, channels } = picture.input;
  const mapLayout = findMapLayout(nodes, output, layout);
  const config: ImportedOnnx['config'] = {
    ...{ opset: model.opset, reads: [height, width, channels], layout, colours },
    ...(mapLayout === layout ? {} : { mapLayout }),
    ...{ mean: [...mean], deviation: [...deviation] },
    output: names.get(output) ?? output,
    nodes: nodes.map((node) => writeNode(node, names)),
    constants,
    tensors,
  };
  return { input: picture.input, config, weights, output };
}

function checkOpset(opset: number): void {
  const { oldest, newest } = ONNX_OPSETS;
  if (opset >= oldest && opset <= newest) return;
  throw new UserError({
    code: 'model.onnx_opset',
    message: `The model uses opset ${opset}; Graft takes ${oldest} to ${newest}. Export it with opset_version=17, or convert it: onnx.version_converter.convert_version(model, 17).`,
    details: { opset },
  });
}

/** The operators that lead to an output, in order. A Constant is a value, not an operator. */
function pruneNodes(model: ReadModel, output: string, port: string): ReadNode[] {
  const made = new Set([port, '', ...model.tensors.keys()]);
  for (const node of model.nodes) {
    if (node.domain !== '' && node.domain !== 'ai.onnx') throw refuseOperator(node);
    const missing = node.inputs.find((name) => !made.has(name));
    if (missing !== undefined) throw refuseOrder(node, missing);
    for (const name of node.outputs) made.add(name);
  }
  const wanted = new Set([output]);
  const kept: ReadNode[] = [];
  for (const node of model.nodes.toReversed()) {
    if (!node.outputs.some((name) => wanted.has(name))) continue;
    if (!ALLOWED_OPERATORS.has(node.operator)) throw refuseOperator(node);
    for (const name of node.inputs) wanted.add(name);
    kept.push(node);
  }
  if (!wanted.has(port)) throw refuseIdle(output);
  return kept.reverse();
}

function nameTensors(
  model: ReadModel,
  nodes: readonly ReadNode[],
  port: string,
): Map<string, string> {
  const names = new Map([
    ['', ''],
    [port, 'x'],
  ]);
  let [values, weights, constants] = [0, 0, 0];
  for (const { inputs, outputs } of nodes) {
    for (const name of inputs) {
      const tensor = model.tensors.get(name);
      if (names.has(name) || tensor === undefined) continue;
      names.set(name, isWeight(tensor) ? `w${weights++}` : `c${constants++}`);
    }
    for (const name of outputs) if (name !== '') names.set(name, `v${values++}`);
  }
  return names;
}

function isWeight({ element, values }: ReadTensor): boolean {
  if (element !== 'float32' || values.length === 0) return false;
  return values.length >= FEWEST_OF_A_WEIGHT || !values.every((value) => Number.isFinite(value));
}

function placeTensors(
  model: ReadModel,
  nodes: readonly ReadNode[],
  names: ReadonlyMap<string, string>,
): Pick<ImportedOnnx['config'], 'constants' | 'tensors'> & Pick<ImportedOnnx, 'weights'> {
  const constants: ImportedOnnx['config']['constants'] = [];
  const tensors: number[][] = [];
  const weights: Float32Array[] = [];
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  for (const [original, name] of names) {
    const tensor = model.tensors.get(original);
    if (tensor === undefined || !used.has(original)) continue;
    const shape = [...tensor.shape];
    if (isWeight(tensor)) {
      tensors.push(shape);
      weights.push(Float32Array.from(tensor.values));
    } else {
      constants.push({ name, element: tensor.element, shape, values: [...tensor.values] });
    }
  }
  const written = constants.reduce((sum, { values }) => sum + values.length, 0);
  if (tensors.length === 0 || written > MOST_CONSTANT_VALUES) throw refuseWeights(tensors.length);
  return { constants, tensors, weights };
}

function writeNode(
  { operator, inputs, outputs, attributes }: ReadNode,
  names: ReadonlyMap<string, string>,
): OnnxGraphConfig['nodes'][number] {
  const rename = (name: string) => names.get(name) ?? '';
  return {
    operator,
    inputs: inputs.map(rename),
    outputs: outputs.map(rename),
    attributes: Object.fromEntries(
      [...attributes].map(([name, attribute]) => [name, writeAttribute(attribute)]),
    ),
  };
}

function writeAttribute(
  attribute: ReadNode['attributes'] extends ReadonlyMap<string, infer Value> ? Value : never,
): OnnxGraphConfig['nodes'][number]['attributes'][string] {
  switch (attribute.kind) {
    case 'tensor': {
      const { element, shape, values } = attribute.tensor;
      if (values.length > MOST_CONSTANT_VALUES || !values.every((value) => Number.isFinite(value)))
        throw refuseWeights(values.length);
      return { kind: 'tensor', element, shape: [...shape], value: [...values] };
    }
    case 'floats':
      return { kind: 'floats', value: [...attribute.value] };
    case 'integers':
      return { kind: 'integers', value: [...attribute.value] };
    default:
      return attribute;
  }
}

function refuseOperator({ operator, domain }: ReadNode): UserError {
  const named = domain === '' ? operator : `${domain}.${operator}`;
  return new UserError({
    code: 'model.onnx_operator',
    message: `Graft does not take the operator "${named.slice(0, 100)}": only standard operators that answer a picture, without randomness, loops or code. Take an output before it, or export another model.`,
    details: { operator: named.slice(0, 100) },
  });
}

function refuseOrder({ operator }: ReadNode, missing: string): UserError {
  return new UserError({
    code: 'model.unsupported_model',
    message: `An operator ${operator.slice(0, 100)} reads "${missing.slice(0, 100)}", which nothing before it makes: the file is damaged.`,
  });
}

function refuseIdle(output: string): UserError {
  return new UserError({
    code: 'model.unsupported_model',
    message: `"${output.slice(0, 100)}" does not depend on the picture.`,
  });
}

function refuseWeights(found: number): UserError {
  return new UserError({
    code: found === 0 ? 'model.onnx_no_weights' : 'model.onnx_too_large',
    message:
      found === 0
        ? 'Nothing on the way to the output has weights, so there is nothing to transfer. Take another output.'
        : 'The model holds too many numbers that are no weights.',
  });
}
