import { UnexpectedError } from '@graft/errors';
import { inferLayer, type LayerSpec, type ModelSpec, type WeightSpec } from '@graft/model';
import type { Tf, Variable } from '../tf';
import type { BuildOptions, BuiltModel, ModelVariable, WeightMap } from './built-model';
import { drawWeights } from './draw-weights';
import { createFoldCache } from './fold-normalisation';
import { planLayers, roleOf, selectPart, type PlannedLayer } from './planned-layer';
import { runLayers, type Machine } from './run-layers';

/**
 * Builds a model, or the part of it between `inputs` and `outputs`, out of operations. tf.layers is
 * not used: it runs frozen batch normalisation and dropout in training mode.
 *
 * @param weights values by weight name; a weight that is absent is drawn when its source is an
 * initialiser. The arrays are not changed.
 * @throws UnexpectedError `model.weight-missing`, `model.weight-shape`, `model.layer-unknown`,
 * `model.class-unknown`
 */
export function buildModel(
  tf: Tf,
  spec: ModelSpec,
  weights: WeightMap,
  options: BuildOptions = {},
): BuiltModel {
  const part = selectPart(spec, options.inputs, options.outputs);
  const shapes = new Map(spec.layers.map(({ name, outputShape }) => [name, outputShape]));
  const variables = createVariables(tf, part.layers, weights, shapes);
  const layers = planLayers(part, groupByLayer(variables));
  const machine: Machine = { tf, layers, folds: createFoldCache(tf) };
  const logitsOf = (logits: boolean | undefined) => (logits ? spec.output : null);
  return {
    inputs: part.inputs,
    outputs: part.outputs,
    variables,
    boundary: findBoundary(layers, part.inputs, part.outputs),
    predict: (feeds, { outputs = part.outputs, logits } = {}) =>
      runLayers(machine, feeds, outputs, { training: null, logitsOf: logitsOf(logits) }),
    forward: (feeds, { seed, step, logits }) =>
      runLayers(machine, feeds, part.outputs, {
        training: { seed, step },
        logitsOf: logitsOf(logits),
      }),
    readWeights: (names) => readWeights(variables, names),
    writeWeights(values) {
      writeWeights(tf, variables, values);
      machine.folds.clear();
    },
    dispose() {
      machine.folds.clear();
      tf.dispose(variables.map(({ variable }) => variable));
    },
  };
}

function createVariables(
  tf: Tf,
  layers: readonly LayerSpec[],
  weights: WeightMap,
  shapes: ReadonlyMap<string, readonly number[]>,
): ModelVariable[] {
  return layers.flatMap((layer) => {
    const inferred = inferLayer(
      layer.class,
      layer.config,
      layer.inbound.map((name) => shapes.get(name) ?? []),
    );
    const slots = 'misfit' in inferred ? [] : inferred.slots;
    return layer.weights.map((weight) => {
      const slot = slots.find(({ role }) => weight.name === `${layer.name}/${role}`);
      const role = roleOf(layer, slot?.gradient ?? false);
      const variable = createVariable(tf, weight, weights, role === 'gradient');
      return { name: weight.name, layer: layer.name, role, shape: weight.shape, variable };
    });
  });
}

/** TensorFlow.js chooses the variable's own name: its names are global, ours belong to a model. */
function createVariable(
  tf: Tf,
  weight: WeightSpec,
  weights: WeightMap,
  trainable: boolean,
): Variable {
  const { name, shape, source } = weight;
  let values = weights.get(name);
  if (!values) {
    if (source.kind !== 'initialiser') throw missingWeight(name);
    values = drawWeights(source.name, shape, source.seed, name);
  }
  checkLength(name, shape, values);
  const initial = tf.tensor(values, [...shape], 'float32');
  const variable = tf.variable(initial, trainable);
  initial.dispose();
  return variable;
}

function groupByLayer(
  variables: readonly ModelVariable[],
): Map<string, ReadonlyMap<string, ModelVariable>> {
  const grouped = new Map<string, Map<string, ModelVariable>>();
  for (const variable of variables) {
    const own = grouped.get(variable.layer) ?? new Map<string, ModelVariable>();
    grouped.set(variable.layer, own.set(variable.name.slice(variable.layer.length + 1), variable));
  }
  return grouped;
}

function findBoundary(
  layers: readonly PlannedLayer[],
  inputs: readonly string[],
  outputs: readonly string[],
): string[] {
  const settled = new Set([
    ...inputs,
    ...layers.filter((each) => each.settled).map(({ spec }) => spec.name),
  ]);
  const crossing = new Set(outputs.filter((name) => settled.has(name)));
  for (const layer of layers) {
    if (layer.settled) continue;
    for (const name of layer.spec.inbound) if (settled.has(name)) crossing.add(name);
  }
  return [...inputs, ...layers.map(({ spec }) => spec.name)].filter((name) => crossing.has(name));
}

function readWeights(
  variables: readonly ModelVariable[],
  names: readonly string[] = variables.map(({ name }) => name),
): Map<string, Float32Array> {
  const byName = new Map(variables.map((each) => [each.name, each]));
  return new Map(
    names.map((name) => {
      const known = byName.get(name);
      if (!known) throw unknownWeight(name);
      return [name, known.variable.dataSync<'float32'>().slice()];
    }),
  );
}

function writeWeights(tf: Tf, variables: readonly ModelVariable[], values: WeightMap): void {
  const byName = new Map(variables.map((each) => [each.name, each]));
  for (const [name, value] of values) {
    const known = byName.get(name);
    if (!known) throw unknownWeight(name);
    checkLength(name, known.shape, value);
    tf.tidy(() => known.variable.assign(tf.tensor(value.slice(), [...known.shape], 'float32')));
  }
}

function checkLength(name: string, shape: readonly number[], values: Float32Array): void {
  const wanted = shape.reduce((product, size) => product * size, 1);
  if (values.length === wanted) return;
  throw new UnexpectedError({
    code: 'model.weight-shape',
    message: `Weight "${name}" has ${values.length} values, but the model wants [${shape.join(', ')}].`,
  });
}

function missingWeight(name: string): UnexpectedError {
  return new UnexpectedError({
    code: 'model.weight-missing',
    message: `Weight "${name}" was not given, and it is not one that is drawn.`,
  });
}

function unknownWeight(name: string): UnexpectedError {
  return new UnexpectedError({
    code: 'model.weight-unknown',
    message: `The model has no weight "${name}".`,
  });
}
