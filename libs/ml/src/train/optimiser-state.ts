import { UnexpectedError } from '@graft/errors';
import type { Optimizer } from '@tensorflow/tfjs-core';
import type { ModelVariable } from '../build/built-model';
import type { Tensor, Tf, Variable } from '../tf';

/** Everything an optimiser remembers. */
export interface OptimiserState {
  readonly iterations: number;
  /**
   * By name: `<weight>/m` and the like, in the order TensorFlow.js gives them back, then Adam's two
   * products of betas.
   */
  readonly slots: ReadonlyMap<string, Float32Array>;
}

/** Products that Adam multiplies up; recomputed by a power they would differ in the last bits. */
const ACCUMULATORS = ['accBeta1', 'accBeta2'] as const;

/** Copies the state out. Names are those of weights: TensorFlow.js matches slots by position. */
export async function captureOptimiser(
  tf: Tf,
  optimiser: Optimizer,
  variables: readonly ModelVariable[],
): Promise<OptimiserState> {
  const slots = new Map<string, Float32Array>();
  if (hasSlots(optimiser)) {
    const weightNames = new Map(variables.map(({ name, variable }) => [variable.name, name]));
    const [iterations, ...stored] = await optimiser.getWeights();
    iterations?.tensor.dispose();
    for (const { name, tensor } of stored) {
      const cut = name.lastIndexOf('/');
      const weight = weightNames.get(name.slice(0, cut));
      slots.set(`${weight}${name.slice(cut)}`, readValues(tensor));
    }
  }
  for (const key of ACCUMULATORS) {
    const product = readVariable(tf, optimiser, key);
    if (product) slots.set(key, readValues(product));
  }
  return { iterations: optimiser.iterations, slots };
}

/** What is wrong with slots that were stored for these weights, slot by slot; empty when they fit. */
export function findStrangeSlots(
  variables: readonly ModelVariable[],
  slots: OptimiserState['slots'],
): string[] {
  const sizes = new Map(
    variables.map(({ name, shape }) => [name, shape.reduce((size, side) => size * side, 1)]),
  );
  const strange = [...slots].flatMap(([name, values]) => {
    if (isAccumulator(name)) return [];
    const size = sizes.get(name.slice(0, name.lastIndexOf('/')));
    if (size === undefined) return [`its optimiser slot "${name}" belongs to no trained weight`];
    return size === values.length ? [] : [`its optimiser slot "${name}" has another size`];
  });
  return strange.length > 0 ? strange : findGaps([...sizes.keys()], [...slots.keys()]);
}

/** TensorFlow.js takes slots by position: one that is missing, or in another place, would go to another weight. */
function findGaps(weights: readonly string[], slots: readonly string[]): string[] {
  const kinds = new Map<string, string[]>();
  for (const name of slots.filter((each) => !isAccumulator(each))) {
    const cut = name.lastIndexOf('/');
    const owners = kinds.get(name.slice(cut)) ?? [];
    kinds.set(name.slice(cut), [...owners, name.slice(0, cut)]);
  }
  return [...kinds].flatMap(([kind, owners]) => {
    const missing = weights.find((weight) => !owners.includes(weight));
    if (missing !== undefined) return [`it lacks the optimiser slot "${missing}${kind}"`];
    const inOrder = weights.every((weight, at) => weight === owners[at]);
    return inOrder ? [] : [`its optimiser slots "${kind.slice(1)}" are in another order`];
  });
}

/**
 * Puts a captured state into a fresh optimiser of the same kind.
 *
 * @throws UnexpectedError `checkpoint.mismatch` when a slot belongs to no weight
 */
export async function restoreOptimiser(
  tf: Tf,
  optimiser: Optimizer,
  variables: readonly ModelVariable[],
  state: OptimiserState,
): Promise<void> {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const stored = [...state.slots].filter(([name]) => !isAccumulator(name));
  const named = stored.map(([name, values]) => {
    const cut = name.lastIndexOf('/');
    const owner = byName.get(name.slice(0, cut));
    if (!owner) throw slotMismatch(name);
    const tensor = tf.tensor(values.slice(), [...owner.shape], 'float32');
    return { name: `${owner.variable.name}${name.slice(cut)}`, tensor };
  });
  const iterations = { name: 'iter', tensor: tf.scalar(state.iterations, 'int32') };
  if (hasSlots(optimiser)) await optimiser.setWeights([iterations, ...named]);
  tf.dispose([iterations.tensor, ...named.map(({ tensor }) => tensor)]);
  for (const key of ACCUMULATORS) {
    const product = state.slots.get(key);
    if (product)
      tf.tidy(() => readVariable(tf, optimiser, key)?.assign(tf.scalar(product[0] ?? 0)));
  }
}

/** Adam and RMSProp read a field, SGD and its kin a tensor that only `setLearningRate` changes. */
export function setLearningRate(optimiser: Optimizer, rate: number): void {
  if ('setLearningRate' in optimiser) {
    (optimiser as Optimizer & { setLearningRate(rate: number): void }).setLearningRate(rate);
  } else {
    Reflect.set(optimiser, 'learningRate', rate);
  }
}

/** Momentum forgets to free its learning-rate tensor. */
export function disposeOptimiser(tf: Tf, optimiser: Optimizer): void {
  optimiser.dispose();
  const rate: unknown = Reflect.get(optimiser, 'c');
  if (rate instanceof tf.Tensor) rate.dispose();
}

/** Plain gradient descent remembers nothing but how many steps it made, which changes nothing. */
function hasSlots(optimiser: Optimizer): boolean {
  return optimiser.getClassName() !== 'SGD';
}

function isAccumulator(name: string): boolean {
  return ACCUMULATORS.some((key) => key === name);
}

/** TensorFlow.js keeps these private and offers no other way to restore them exactly. */
function readVariable(tf: Tf, optimiser: Optimizer, key: string): Variable | null {
  const value: unknown = Reflect.get(optimiser, key);
  return value instanceof tf.Variable ? value : null;
}

function readValues(tensor: Tensor): Float32Array {
  return tensor.dataSync<'float32'>().slice();
}

function slotMismatch(name: string): UnexpectedError {
  return new UnexpectedError({
    code: 'checkpoint.mismatch',
    message: `The checkpoint holds the optimiser slot "${name}", whose weight is not trained here.`,
  });
}
