import type { ActivationConfig, ReLUConfig, Shape } from '@graft/model';
import { UnexpectedError } from '@graft/errors';
import { firstInput, isFeatureMap, type LayerOperator } from './layer-operator';
import type { OnnxGraph } from './onnx-graph';

const DIRECT: Readonly<Record<string, string>> = {
  relu: 'Relu',
  elu: 'Elu',
  selu: 'Selu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  softplus: 'Softplus',
  softsign: 'Softsign',
};

/** Writes an activation by its Keras name. */
export function writeActivation(
  graph: OnnxGraph,
  input: string,
  activation: string,
  shape: Shape,
): string {
  const direct = Object.hasOwn(DIRECT, activation) ? DIRECT[activation] : undefined;
  if (direct) return graph.operate(direct, [input]);
  switch (activation) {
    case 'linear':
      return input;
    case 'relu6':
      return writeClip(graph, input, 0, 6);
    case 'softmax': {
      const axis = isFeatureMap(shape) ? 1 : -1;
      return graph.operate('Softmax', [input], { axis: { kind: 'integer', value: axis } });
    }
    case 'swish':
      return graph.operate('Mul', [input, graph.operate('Sigmoid', [input])]);
    default:
      throw new UnexpectedError({
        code: 'onnx.activation',
        message: `The layer registry allows the activation "${activation}", but the ONNX exporter lacks it.`,
      });
  }
}

export const activation: LayerOperator<ActivationConfig> = (call) =>
  writeActivation(call.graph, firstInput(call).name, call.config.activation, call.outputShape);

export const relu: LayerOperator<ReLUConfig> = (call) => {
  const { graph, config } = call;
  const { name } = firstInput(call);
  const { maxValue, negativeSlope, threshold } = config;
  if (negativeSlope === 0 && threshold === 0) {
    return maxValue === null ? graph.operate('Relu', [name]) : writeClip(graph, name, 0, maxValue);
  }
  const limit = graph.floats('threshold', [], [threshold]);
  const below = graph.operate('Sub', [name, limit]);
  const sloped = graph.operate('Mul', [below, graph.floats('slope', [], [negativeSlope])]);
  const above =
    maxValue === null ? name : graph.operate('Min', [name, graph.floats('limit', [], [maxValue])]);
  return graph.operate('Where', [graph.operate('GreaterOrEqual', [name, limit]), above, sloped]);
};

function writeClip(graph: OnnxGraph, input: string, low: number, high: number): string {
  return graph.operate('Clip', [
    input,
    graph.floats('low', [], [low]),
    graph.floats('high', [], [high]),
  ]);
}
