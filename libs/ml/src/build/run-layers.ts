import { UnexpectedError } from '@graft/errors';
import type { BatchNormalizationConfig } from '@graft/model';
import type { Tensor, Tf } from '../tf';
import type { Feeds } from './built-model';
import { foldNormalisation, type FoldCache, type FoldedKernel } from './fold-normalisation';
import type { LayerCall } from './layer-builder';
import type { PlannedLayer } from './planned-layer';

export interface Pass {
  readonly training: { readonly seed: number; readonly step: number } | null;
  /** Layer whose softmax is left out. */
  readonly logitsOf: string | null;
}

export interface Machine {
  readonly tf: Tf;
  readonly layers: readonly PlannedLayer[];
  readonly folds: FoldCache;
}

interface RunStep {
  readonly layer: PlannedLayer;
  /** Linear layer that is computed together with this normalisation. */
  readonly folded: PlannedLayer | null;
  readonly inputs: readonly string[];
}

/**
 * Computes the outputs from what is fed, and only the layers in between. In inference each tensor
 * is freed after its last use; a training pass leaves that to the gradient tape.
 */
export function runLayers(
  machine: Machine,
  feeds: Feeds,
  outputs: readonly string[],
  pass: Pass,
): Record<string, Tensor> {
  const { tf } = machine;
  const steps = planRun(machine.layers, feeds, outputs, pass);
  const compute = () => {
    const values = new Map(Object.entries(feeds));
    const uses = pass.training ? null : countUses(steps, outputs);
    for (const step of steps) {
      values.set(step.layer.spec.name, computeStep(machine, step, values, pass));
      if (uses) release(step.inputs, uses, values, feeds);
    }
    return Object.fromEntries(outputs.map((name) => [name, takeOutput(tf, name, values, feeds)]));
  };
  return pass.training ? compute() : tf.tidy(compute);
}

/** Layers in the order of computation, found backwards from the outputs. */
function planRun(
  layers: readonly PlannedLayer[],
  feeds: Feeds,
  outputs: readonly string[],
  pass: Pass,
): RunStep[] {
  const wanted = new Set(outputs.filter((name) => !(name in feeds)));
  const steps: RunStep[] = [];
  for (const layer of layers.toReversed()) {
    if (!wanted.delete(layer.spec.name)) continue;
    const folded = mayFold(layer, feeds, wanted, pass) ? layer.foldsInto : null;
    const inputs = (folded ?? layer).spec.inbound;
    for (const name of inputs) if (!(name in feeds)) wanted.add(name);
    steps.push({ layer, folded, inputs });
  }
  const [missing] = wanted;
  if (missing !== undefined) throw notFed(missing);
  return steps.reverse();
}

function mayFold(
  layer: PlannedLayer,
  feeds: Feeds,
  wanted: ReadonlySet<string>,
  pass: Pass,
): boolean {
  const target = layer.foldsInto;
  if (!target || target.spec.name in feeds || wanted.has(target.spec.name)) return false;
  return !(pass.training && layer.trains);
}

function computeStep(
  machine: Machine,
  { layer, folded, inputs }: RunStep,
  values: ReadonlyMap<string, Tensor>,
  pass: Pass,
): Tensor {
  const read = inputs.map((name) => values.get(name) ?? raise(notFed(name)));
  const call = createCall(machine.tf, layer, read, pass);
  const compute = () => {
    if (!folded) return layer.builder.call(call);
    const target = createCall(machine.tf, folded, read, pass);
    const { kernel, bias } = fold(machine, layer, call, folded, target);
    return folded.builder.linear?.apply(target, kernel, bias) ?? raise(notFed(folded.spec.name));
  };
  return pass.training ? compute() : machine.tf.tidy(compute);
}

function fold(
  machine: Machine,
  layer: PlannedLayer,
  call: LayerCall,
  target: PlannedLayer,
  targetCall: LayerCall,
): FoldedKernel {
  const normalisation = call as LayerCall<BatchNormalizationConfig>;
  const compute = () => foldNormalisation(normalisation, target, targetCall);
  const constant = isConstant(layer) && isConstant(target);
  return constant ? machine.folds.fetch(layer.spec.name, compute) : compute();
}

function isConstant({ variables }: PlannedLayer): boolean {
  return [...variables.values()].every(({ role }) => role === 'frozen');
}

function createCall(tf: Tf, layer: PlannedLayer, inputs: readonly Tensor[], pass: Pass): LayerCall {
  const { spec, config, variables } = layer;
  return {
    tf,
    name: spec.name,
    inputs,
    config,
    weight: (role) => variables.get(role)?.variable ?? null,
    training: layer.trains ? pass.training : null,
    assign: (role, value) => variables.get(role)?.variable.assign(value),
    fuse: pass.training === null,
    logits: pass.logitsOf === spec.name,
  };
}

function countUses(steps: readonly RunStep[], outputs: readonly string[]): Map<string, number> {
  const uses = new Map<string, number>();
  const names = [...steps.flatMap(({ inputs }) => inputs), ...outputs];
  for (const name of names) uses.set(name, (uses.get(name) ?? 0) + 1);
  return uses;
}

function release(
  inputs: readonly string[],
  uses: Map<string, number>,
  values: ReadonlyMap<string, Tensor>,
  feeds: Feeds,
): void {
  for (const name of inputs) {
    const left = (uses.get(name) ?? 0) - 1;
    uses.set(name, left);
    if (left === 0 && !(name in feeds)) values.get(name)?.dispose();
  }
}

/** A fed tensor belongs to the caller, so it is handed back as another handle. */
function takeOutput(
  tf: Tf,
  name: string,
  values: ReadonlyMap<string, Tensor>,
  feeds: Feeds,
): Tensor {
  const value = values.get(name) ?? raise(notFed(name));
  return name in feeds ? tf.clone(value) : value;
}

function notFed(name: string): UnexpectedError {
  return new UnexpectedError({
    code: 'model.input-missing',
    message: `Layer "${name}" is needed, but it is neither fed nor part of what was built.`,
  });
}

function raise(error: Error): never {
  throw error;
}
