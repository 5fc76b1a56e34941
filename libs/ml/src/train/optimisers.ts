import { UnexpectedError } from '@graft/errors';
import type { NamedTensorMap, Optimizer } from '@tensorflow/tfjs-core';
import type { ModelVariable } from '../build/built-model';
import type { Tf } from '../tf';
import {
  captureOptimiser,
  disposeOptimiser,
  findStrangeSlots,
  restoreOptimiser,
  setLearningRate,
  type OptimiserState,
} from './optimiser-state';
import type { LayerRate, OptimiserSettings, TrainingSettings } from './settings';

/**
 * The optimisers of a training: one of TensorFlow.js per group of weights that share learning-rate
 * scale and first epoch. Scaling gradients instead would do nothing under Adam, and a group that
 * starts late needs its own bias correction.
 */
export interface Optimisers {
  /** Moves every weight that takes part in this epoch. Gradients go by variable name. */
  apply(gradients: NamedTensorMap, learningRate: number, epoch: number): void;
  /** Variables that take part in this epoch. */
  active(epoch: number): readonly ModelVariable[];
  /** One state a group, in a fixed order. */
  capture(): Promise<OptimiserState[]>;
  /** All states or, where one belongs to other weights, none. @returns why none, or null */
  restore(states: readonly OptimiserState[]): Promise<string | null>;
  dispose(): void;
}

const PLAIN: LayerRate = { scale: 1, fromEpoch: 1 };

export function createOptimisers(
  tf: Tf,
  variables: readonly ModelVariable[],
  settings: TrainingSettings,
): Optimisers {
  const groups = groupByRate(variables, settings.layerRates ?? {}).map(({ rate, members }) => ({
    rate,
    variables: members,
    optimiser: createOptimiser(tf, settings.optimiser),
  }));
  const active = (epoch: number) => groups.filter(({ rate }) => rate.fromEpoch <= epoch);
  return {
    active: (epoch) => active(epoch).flatMap((group) => group.variables),
    apply(gradients, learningRate, epoch) {
      for (const group of active(epoch)) {
        const rate = learningRate * group.rate.scale;
        decayWeights(tf, group.variables, rate * settings.weightDecay);
        placeEpsilon(group.optimiser, settings.optimiser);
        const own = pickGradients(group.variables, gradients);
        if (hasVelocity(settings.optimiser)) moveByVelocity(tf, group.optimiser, own, rate);
        else {
          setLearningRate(group.optimiser, rate);
          group.optimiser.applyGradients(own);
        }
      }
    },
    capture: () =>
      Promise.all(groups.map((group) => captureOptimiser(tf, group.optimiser, group.variables))),
    async restore(states) {
      const mismatch = findMismatch(groups, states);
      if (mismatch !== null) return mismatch;
      for (const [index, group] of groups.entries()) {
        const state = states[index];
        if (state) await restoreOptimiser(tf, group.optimiser, group.variables, state);
      }
      return null;
    },
    dispose: () => groups.forEach(({ optimiser }) => disposeOptimiser(tf, optimiser)),
  };
}

function createOptimiser(tf: Tf, settings: OptimiserSettings): Optimizer {
  // The rate is set before every step; 1 stands here until then.
  switch (settings.kind) {
    case 'adam':
      return tf.train.adam(1, settings.beta1, settings.beta2, settings.epsilon);
    case 'sgd':
      return settings.momentum > 0
        ? tf.train.momentum(1, settings.momentum, settings.nesterov)
        : tf.train.sgd(1);
    case 'rmsprop': {
      const { decay, momentum, epsilon } = settings;
      return tf.train.rmsprop(1, decay, momentum, epsilon);
    }
  }
}

/**
 * TensorFlow.js adds epsilon after the bias correction of the second moment, Keras before it: the
 * "epsilon hat" of Kingma and Ba, "Adam", 2015, end of section 2. Weights of features that are almost
 * always 0 have gradients as small as epsilon, and there the two drift apart.
 */
function placeEpsilon(optimiser: Optimizer, settings: OptimiserSettings): void {
  if (settings.kind !== 'adam') return;
  const correction = Math.sqrt(1 - settings.beta2 ** (optimiser.iterations + 1));
  Reflect.set(optimiser, 'epsilon', settings.epsilon / correction);
}

function hasVelocity(settings: OptimiserSettings): boolean {
  return settings.kind === 'sgd' && settings.momentum > 0;
}

/**
 * Keras adds up steps, as Sutskever et al., "On the importance of initialization and momentum in deep
 * learning", 2013, equation 1; TensorFlow.js adds up gradients, so that a new learning rate would change
 * what is left of older steps too. Under one rate both are the same (Goyal et al., "Accurate, large
 * minibatch SGD", 2017, remark 2). Steps given as gradients of rate 1 make the former of the latter.
 */
function moveByVelocity(
  tf: Tf,
  optimiser: Optimizer,
  gradients: NamedTensorMap,
  rate: number,
): void {
  setLearningRate(optimiser, 1);
  const steps = Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, rate)]),
  );
  optimiser.applyGradients(steps);
  tf.dispose(steps);
}

function groupByRate(
  variables: readonly ModelVariable[],
  rates: Readonly<Record<string, LayerRate>>,
): { rate: LayerRate; members: ModelVariable[] }[] {
  const groups = new Map<string, { rate: LayerRate; members: ModelVariable[] }>();
  for (const variable of variables) {
    const rate =
      (Object.hasOwn(rates, variable.layer) ? rates[variable.layer] : undefined) ?? PLAIN;
    const key = `${rate.scale} from ${rate.fromEpoch}`;
    const group = groups.get(key) ?? { rate, members: [] };
    group.members.push(variable);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function decayWeights(tf: Tf, variables: readonly ModelVariable[], amount: number): void {
  if (amount === 0) return;
  for (const { variable, shape } of variables) {
    if (shape.length > 1) variable.assign(tf.mul(variable, 1 - amount));
  }
}

function pickGradients(
  variables: readonly ModelVariable[],
  gradients: NamedTensorMap,
): NamedTensorMap {
  return Object.fromEntries(
    variables.map(({ name, variable }) => {
      const gradient = gradients[variable.name];
      if (gradient) return [variable.name, gradient];
      throw new UnexpectedError({
        code: 'train.no-gradient',
        message: `Weight "${name}" is to be trained, but the loss does not depend on it.`,
      });
    }),
  );
}

function findMismatch(
  groups: readonly { variables: readonly ModelVariable[] }[],
  states: readonly OptimiserState[],
): string | null {
  if (states.length !== groups.length) {
    return `it holds ${states.length} groups of optimiser slots, but the settings make ${groups.length}`;
  }
  const strange = groups.flatMap(({ variables }, index) =>
    findStrangeSlots(variables, states[index]?.slots ?? new Map()),
  );
  return strange[0] === undefined ? null : strange[0];
}
