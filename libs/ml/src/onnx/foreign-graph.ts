import type { OnnxGraphConfig } from '@graft/model';
import { firstInput, type LayerOperator } from './layer-operator';
import { makeConstant } from './make-constant';
import type { OnnxConstant, OnnxGraph, OnnxNode } from './onnx-graph';
import { writeTranspose } from './shape-operators';

/** The graph as it came, between what it wants of pictures and the order that Graft keeps maps in. */
export const onnxGraph: LayerOperator<OnnxGraphConfig> = (call) => {
  const { graph, name, config } = call;
  const output = writeForeign(graph, name, firstInput(call).name, config, (role) =>
    call.weight(role),
  );
  const isMap = config.gives.length === 3;
  return isMap && (config.mapLayout ?? config.layout) === 'channels-last'
    ? writeTranspose(graph, output, 'first')
    : output;
};

/**
 * @param picture scaled as the input says, channels first
 * @returns what the graph gives, in its own layout
 */
export function writeForeign(
  graph: OnnxGraph,
  layer: string,
  picture: string,
  config: Omit<OnnxGraphConfig, 'gives'>,
  weight: (role: string) => Float32Array,
): string {
  const entry = writePreparation(graph, picture, config);
  const rename = (name: string): string => {
    if (name === '') return '';
    return name === 'x' ? entry : `${layer}/${name}`;
  };
  graph.adopt(
    config.nodes.map((node) => renameNode(node, rename)),
    [
      ...config.constants.map(({ values, ...constant }) =>
        makeConstant({ ...constant, name: rename(constant.name), value: values }),
      ),
      ...config.tensors.map((shape, index): OnnxConstant => ({
        ...{ name: rename(`w${String(index)}`), element: 'float32', shape },
        values: weight(`w${String(index)}`),
      })),
    ],
    config.opset,
  );
  return rename(config.output);
}

function renameNode(
  { operator, inputs, outputs, attributes }: OnnxGraphConfig['nodes'][number],
  rename: (name: string) => string,
): OnnxNode {
  const [output = '', ...others] = outputs.map(rename);
  return { operator, inputs: inputs.map(rename), attributes, output, others };
}

function writePreparation(
  graph: OnnxGraph,
  picture: string,
  { reads, layout, colours, mean, deviation }: Omit<OnnxGraphConfig, 'gives'>,
): string {
  const channels = reads[2] ?? mean.length;
  const perChannel = (label: string, values: readonly number[]) =>
    graph.floats(label, [channels, 1, 1], values);
  let value = picture;
  if (mean.some((each) => each !== 0))
    value = graph.operate('Sub', [value, perChannel('mean', mean)]);
  if (deviation.some((each) => each !== 1))
    value = graph.operate('Div', [value, perChannel('deviation', deviation)]);
  if (colours === 'bgr' && channels === 3) {
    const order = graph.integers('colours', [2, 1, 0]);
    value = graph.operate('Gather', [value, order], { axis: { kind: 'integer', value: 1 } });
  }
  return layout === 'channels-last' ? writeTranspose(graph, value, 'last') : value;
}
