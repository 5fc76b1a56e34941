import { encodeModel } from '../encode-model';
import { writeForeign } from '../foreign-graph';
import { createOnnxGraph } from '../onnx-graph';
import { writeInput } from '../write-input';
import type { ImportedOnnx } from './import-onnx';

/** An ONNX file that shows what an imported graph gives for pictures, whatever shape that has. */
export function writeProbe({ input, config, weights }: ImportedOnnx): Uint8Array {
  const graph = createOnnxGraph();
  const { port, value } = writeInput(graph, input, config.reads, 'pixels-uint8');
  const weight = (role: string) => weights[Number(role.slice(1))] ?? new Float32Array();
  const output = writeForeign(graph, 'base', value.name, config, weight);
  graph.operate('Identity', [output], {}, 'features');
  const features = { name: 'features', element: 'float32', shape: null } as const;
  return encodeModel(graph.build({ inputs: [port], outputs: [features] }));
}
