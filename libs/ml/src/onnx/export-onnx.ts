import { UnexpectedError } from '@graft/errors';
import {
  findLayerClass,
  indexLayers,
  type BatchNormalizationConfig,
  type LayerSpec,
  type ModelSpec,
} from '@graft/model';
import type { WeightMap } from '../build/built-model';
import { planLayers, selectPart, type PlannedLayer } from '../build/planned-layer';
import {
  firstInput,
  isFeatureMap,
  type ChannelFold,
  type OnnxValue,
  type OperatorCall,
} from './layer-operator';
import { findLayerOperator, listExportableClasses } from './layer-operators';
import { encodeModel } from './encode-model';
import { halveWeights } from './halve-weights';
import { createOnnxGraph, type OnnxGraph, type OnnxModel, type OnnxPort } from './onnx-graph';
import { writeChannelAffine, writeTranspose } from './shape-operators';
import { writeInput, type OnnxInput } from './write-input';

/** The output of a layer, times each of some rows of its length. */
export interface RowProducts {
  /** Name of the output. */
  readonly name: string;
  readonly layer: string;
  /** One row after the other. */
  readonly rows: Float32Array;
}

export interface OnnxExportOptions {
  /** Layers whose outputs the exported model gives, under their names; default: the spec's output. */
  readonly outputs?: readonly string[];
  readonly input: OnnxInput;
  /** Products with layers' outputs that the exported model gives beside them. */
  readonly products?: readonly RowProducts[];
  /** Weights in half precision: see `halveWeights`. */
  readonly float16?: boolean;
  /** Kept in the file for whoever reads it. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The exporter's answer to a model; `missing` is the first class it lacks. */
export type OnnxVerdict = { readonly ok: true } | { readonly ok: false; readonly missing: string };

/** Whether every layer that leads to the outputs can be written as ONNX. */
export function canExport(spec: ModelSpec, outputs?: readonly string[]): OnnxVerdict {
  const exportable = new Set(listExportableClasses());
  const lacking = selectPart(spec, undefined, outputs).layers.find(
    (layer) => !exportable.has(layer.class) || findLayerClass(layer.class)?.onnx !== true,
  );
  return lacking ? { ok: false, missing: lacking.class } : { ok: true };
}

/**
 * Writes a model, or the part of it that leads to `outputs`, as an ONNX file (opset 17, any batch
 * size) for inference: normalisations are folded into the convolutions before them, dropout is
 * gone. Feature maps come out as height x width x channels, like the layers' own.
 *
 * @param weights every weight of the layers that are written
 * @throws UnexpectedError `onnx.layer` for a class that `canExport` refuses, `model.weight-missing`
 */
export function exportOnnx(
  spec: ModelSpec,
  weights: WeightMap,
  options: OnnxExportOptions,
): Uint8Array {
  const model = writeModel(spec, weights, options);
  return encodeModel(options.float16 ? halveWeights(model) : model, options.metadata);
}

/** The same before it is encoded: what a pass such as quantisation works on. */
export function writeModel(
  spec: ModelSpec,
  weights: WeightMap,
  { outputs, input, products = [] }: OnnxExportOptions,
): OnnxModel {
  const part = selectPart(spec, undefined, outputs);
  const graph = createOnnxGraph();
  const values = new Map<string, OnnxValue>();
  const inputs = part.inputs.map((name) => {
    const shape = indexLayers(spec).get(name)?.outputShape ?? [];
    const { port, value } = writeInput(graph, spec.input, shape, input);
    values.set(name, value);
    return port;
  });
  const layers = planLayers(part, new Map());
  const folded = new Map(
    layers.flatMap((layer) => (layer.foldsInto ? [[layer.foldsInto.spec.name, layer]] : [])),
  );
  for (const layer of layers) {
    const normalisation = folded.get(layer.spec.name) ?? null;
    const name = layer.foldsInto
      ? takeValue(values, layer.foldsInto.spec.name).name
      : writeLayer(graph, layer, normalisation, values, weights);
    values.set(layer.spec.name, { name, shape: layer.spec.outputShape });
  }
  const ports = part.outputs.map((name) => writeOutput(graph, name, takeValue(values, name)));
  const more = products.map((each) => writeProducts(graph, each, takeValue(values, each.layer)));
  return graph.build({ inputs, outputs: [...ports, ...more] });
}

function writeLayer(
  graph: OnnxGraph,
  layer: PlannedLayer,
  normalisation: PlannedLayer | null,
  values: ReadonlyMap<string, OnnxValue>,
  weights: WeightMap,
): string {
  const { spec, config } = layer;
  const call: OperatorCall = {
    graph,
    name: spec.name,
    config,
    inputs: spec.inbound.map((name) => takeValue(values, name)),
    outputShape: spec.outputShape,
    weight: (role) => takeWeights(spec, role, weights),
    fold: normalisation && computeFold(normalisation, weights),
  };
  if (spec.class === 'BatchNormalization') {
    const { name, shape } = firstInput(call);
    return writeChannelAffine(graph, name, shape, computeFold(layer, weights));
  }
  const operator = findLayerOperator(spec.class);
  if (!operator) {
    throw new UnexpectedError({
      code: 'onnx.layer',
      message: `Layer "${spec.name}" is of class "${spec.class}", which the ONNX exporter lacks.`,
    });
  }
  return operator(call as OperatorCall<never>);
}

/** In float64: the sums are done once, so they may as well be exact. */
function computeFold({ spec, config }: PlannedLayer, weights: WeightMap): ChannelFold {
  const { epsilon } = config as BatchNormalizationConfig;
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
    (role) => takeWeights(spec, role, weights),
  );
  const scale = Float64Array.from(
    variance ?? [],
    (value, channel) => (gamma?.[channel] ?? 1) / Math.sqrt(value + epsilon),
  );
  const shift = scale.map(
    (factor, channel) => (beta?.[channel] ?? 0) - (mean?.[channel] ?? 0) * factor,
  );
  return { scale, shift };
}

function takeWeights(spec: LayerSpec, role: string, weights: WeightMap): Float32Array {
  const name = `${spec.name}/${role}`;
  const values = weights.get(name);
  if (values) return values;
  if (!spec.weights.some((weight) => weight.name === name)) return new Float32Array(0);
  throw new UnexpectedError({
    code: 'model.weight-missing',
    message: `Weight "${name}" is needed for the export, but was not given.`,
  });
}

/** Outputs bear the names of their layers, through an operator that does nothing if need be. */
function writeOutput(graph: OnnxGraph, name: string, value: OnnxValue): OnnxPort {
  if (isFeatureMap(value.shape)) writeTranspose(graph, value.name, 'last', name);
  else graph.operate('Identity', [value.name], {}, name);
  return { name, element: 'float32', shape: ['batch', ...value.shape] };
}

function writeProducts(
  graph: OnnxGraph,
  { name, rows }: RowProducts,
  { name: value, shape }: OnnxValue,
): OnnxPort {
  const size = shape.reduce((product, each) => product * each, 1);
  const last = isFeatureMap(shape) ? writeTranspose(graph, value, 'last') : value;
  const flat = graph.operate('Flatten', [last], { axis: { kind: 'integer', value: 1 } });
  const count = rows.length / size;
  const factors = graph.floats(`${name}/rows`, [count, size], rows);
  graph.operate('Gemm', [flat, factors], { transB: { kind: 'integer', value: 1 } }, name);
  return { name, element: 'float32', shape: ['batch', count] };
}

function takeValue(values: ReadonlyMap<string, OnnxValue>, name: string): OnnxValue {
  const value = values.get(name);
  if (value) return value;
  throw new UnexpectedError({
    code: 'model.input-missing',
    message: `Layer "${name}" is read before it is written.`,
  });
}
