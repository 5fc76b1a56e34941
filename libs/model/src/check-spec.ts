import { canTrain, inferLayer, type InferredLayer } from './infer-layer';
import { nameWeight } from './build-spec';
import { shapeOfInput } from './input-shape';
import { collectAncestors } from './layer-graph';
import { describeShape, isMisfit } from './layers/shape-arithmetic';
import type { LayerSpec, ModelSpec, Shape } from './model-spec';

/**
 * Everything that is wrong with a spec, one sentence each; empty for a good one. A good spec has one
 * input layer, first and of the input's shape; unique names; layers in topological order that all
 * lead to the output (or to one of `outputs`); known classes with configurations in normal form;
 * shapes as inferred; and exactly the weights that the classes ask for.
 */
export function checkSpec(spec: ModelSpec, outputs: readonly string[] = [spec.output]): string[] {
  const known = new Map<string, LayerSpec>();
  const problems: string[] = [];
  for (const layer of spec.layers) {
    if (known.has(layer.name)) problems.push(`Layer "${layer.name}" stands in the model twice.`);
    problems.push(...checkLayer(layer, known));
    known.set(layer.name, layer);
  }
  return [
    ...problems,
    ...checkInput(spec),
    ...checkOutputs(spec, outputs, known),
    ...checkLabels(spec),
  ];
}

function checkLayer(layer: LayerSpec, known: ReadonlyMap<string, LayerSpec>): string[] {
  const at = `Layer "${layer.name}"`;
  const missing = layer.inbound.filter((name) => !known.has(name));
  if (missing.length > 0)
    return missing.map((name) => `${at} reads "${name}", which is not before it.`);
  const shapes = layer.inbound.map((name): Shape => known.get(name)?.outputShape ?? []);
  const inferred = inferLayer(layer.class, layer.config, shapes);
  if (isMisfit(inferred)) return [`${at}: ${inferred.misfit}`];
  return [
    ...checkConfig(layer, inferred),
    ...checkTraining(layer, inferred),
    ...checkWeights(layer, inferred),
  ].map((problem) => `${at} ${problem}`);
}

function checkConfig(layer: LayerSpec, inferred: InferredLayer): string[] {
  const problems: string[] = [];
  if (!isSameJson(layer.config, inferred.config)) {
    problems.push('has a configuration that is not in normal form.');
  }
  if (!isSameShape(layer.outputShape, inferred.outputShape)) {
    problems.push(
      `says its output is ${describeShape(layer.outputShape)}, but it is ${describeShape(inferred.outputShape)}.`,
    );
  }
  return problems;
}

function checkTraining(layer: LayerSpec, inferred: InferredLayer): string[] {
  const problems: string[] = [];
  if (layer.trainable && !canTrain(layer.class, inferred.slots)) {
    problems.push('is marked trainable, but training can change nothing in it.');
  }
  if ((layer.statistics !== undefined) !== (layer.class === 'BatchNormalization')) {
    problems.push('must say how it treats statistics if, and only if, it normalises batches.');
  }
  return problems;
}

function checkWeights(layer: LayerSpec, { slots }: InferredLayer): string[] {
  const asked = slots.map(
    (slot) => `${nameWeight(layer.name, slot.role)} ${describeShape(slot.shape)}`,
  );
  const given = layer.weights.map((weight) => `${weight.name} ${describeShape(weight.shape)}`);
  if (asked.join() === given.join()) return [];
  return [`needs the weights [${asked.join(', ')}], but has [${given.join(', ')}].`];
}

function checkInput(spec: ModelSpec): string[] {
  const inputs = spec.layers.filter((layer) => layer.class === 'InputLayer');
  const [input] = inputs;
  if (!input || inputs.length !== 1 || spec.layers[0] !== input) {
    return ['A model needs exactly one input layer, and it comes first.'];
  }
  const expected = shapeOfInput(spec.input);
  if (isSameShape(input.outputShape, expected)) return [];
  return [
    `Layer "${input.name}" is ${describeShape(input.outputShape)}, but examples are ${describeShape(expected)}.`,
  ];
}

function checkOutputs(
  spec: ModelSpec,
  outputs: readonly string[],
  known: ReadonlyMap<string, LayerSpec>,
): string[] {
  const absent = outputs.filter((name) => !known.has(name));
  if (absent.length > 0)
    return absent.map((name) => `The output "${name}" is no layer of the model.`);
  const problems: string[] = [];
  const leading = collectAncestors(spec, outputs);
  for (const layer of spec.layers) {
    if (!leading.has(layer.name)) problems.push(`Layer "${layer.name}" leads to no output.`);
  }
  if (spec.featureLayer !== null && !known.has(spec.featureLayer)) {
    problems.push(`The feature layer "${spec.featureLayer}" is no layer of the model.`);
  }
  return problems;
}

function checkLabels(spec: ModelSpec): string[] {
  if (spec.labels === null) return [];
  const shape = spec.layers.find((layer) => layer.name === spec.output)?.outputShape ?? [];
  if (isSameShape(shape, [spec.labels.length])) return [];
  return [
    `The model names ${spec.labels.length} classes, but its output is ${describeShape(shape)}.`,
  ];
}

function isSameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** Equality of JSON values, whatever the order of keys. */
function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  return (
    keysA.length === keysB.length &&
    keysA.every(
      (key) =>
        Object.hasOwn(b, key) &&
        isSameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
    )
  );
}
