import { UserError } from '@graft/errors';
import type { ReadModel, ReadNode } from './read-onnx';

const MOST_NAMED = 20;
const FINAL: ReadonlySet<string> = new Set(['Softmax', 'LogSoftmax', 'Sigmoid', 'Identity']);

/**
 * The tensor that features are taken from: the one that is asked for, or else what enters the classifier
 * at the end (a product with a matrix of weights), or else the only output.
 * @throws UserError `model.onnx_output` that names what there is
 */
export function chooseOutput(model: ReadModel, asked: string | null): string {
  const made = new Map(
    model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)),
  );
  if (asked !== null) {
    if (made.has(asked)) return asked;
    throw refuse(model, `The model has no tensor "${asked.slice(0, 100)}".`);
  }
  const [only, ...others] = model.outputs;
  if (only === undefined || others.length > 0)
    throw refuse(model, 'Say which output of the model gives the features.');
  return findClassifierInput(model, only.name, made) ?? only.name;
}

function findClassifierInput(
  model: ReadModel,
  output: string,
  made: ReadonlyMap<string, ReadNode>,
): string | null {
  let last = made.get(output);
  while (last !== undefined && FINAL.has(last.operator)) last = made.get(last.inputs[0] ?? '');
  const given = (name: string | undefined) => name !== undefined && model.tensors.has(name);
  if (last?.operator === 'Add' && last.inputs.some(given)) {
    last = made.get(last.inputs.find((name) => !given(name)) ?? '');
  }
  if (last === undefined || !['Gemm', 'MatMul'].includes(last.operator)) return null;
  const [features = '', matrix] = last.inputs;
  return given(matrix) && made.has(features) ? features : null;
}

function refuse(model: ReadModel, reason: string): UserError {
  const outputs = model.outputs.map(({ name }) => name);
  const last = model.nodes.slice(-MOST_NAMED).flatMap((node) => node.outputs);
  const named = [...new Set([...outputs, ...last.toReversed()])]
    .filter((name) => name !== '')
    .slice(0, MOST_NAMED)
    .map((name) => `"${name.slice(0, 100)}"`);
  return new UserError({
    code: 'model.onnx_output',
    message: `${reason} Its outputs, and the last tensors before them: ${named.join(', ')}.`,
  });
}
