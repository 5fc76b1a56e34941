import type { ScheduleSettings, TrainingSettings } from '@graft/ml';
import type { TrainingParams } from './training-params';

/** How the settings of a node become those of the training loop. Values not shown are Keras' defaults. */
export function settingsOf(
  params: TrainingParams,
  phase: string,
  labels: { readonly counts: readonly number[] },
): TrainingSettings {
  return {
    epochs: params.epochs,
    batchSize: params.batchSize,
    microBatches: 1,
    optimiser: optimiserOf(params),
    learningRate: params.learningRate,
    weightDecay: params.weightDecay,
    schedule: scheduleOf(params),
    monitor: params.monitor,
    earlyStopping:
      params.earlyStopping === 0 ? null : { patience: params.earlyStopping, minDelta: 0 },
    keepBest: params.keepBest,
    classWeights: params.classWeights === 'balanced' ? balance(labels.counts) : null,
    labelSmoothing: params.labelSmoothing,
    clipNorm: params.gradientClip === 0 ? null : params.gradientClip,
    seed: params.seed,
    phase,
  };
}

/**
 * N / (C x n): each class weighs the same in sum (scikit-learn's `class_weight="balanced"`). A class
 * without examples never occurs, so its weight has no effect.
 */
function balance(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (count === 0 ? 1 : total / (counts.length * count)));
}

function optimiserOf({ optimiser, momentum }: TrainingParams): TrainingSettings['optimiser'] {
  switch (optimiser) {
    case 'adam':
      return { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
    case 'sgd':
      return { kind: 'sgd', momentum, nesterov: false };
    case 'rmsprop':
      return { kind: 'rmsprop', decay: 0.9, momentum: 0, epsilon: 1e-7 };
  }
}

/** One cycle with the divisors and the rise of fastai's `fit_one_cycle`. */
function scheduleOf(params: TrainingParams): ScheduleSettings {
  const { warmUp, scheduleEpochs, scheduleFactor } = params;
  switch (params.schedule) {
    case 'constant':
      return { kind: 'constant', warmUp };
    case 'cosine':
      return { kind: 'cosine', warmUp, finalFactor: 0 };
    case 'step':
      return { kind: 'step', warmUp, everyEpochs: scheduleEpochs, factor: scheduleFactor };
    case 'one-cycle':
      return { kind: 'one-cycle', rise: 0.25, startDivisor: 25, finalDivisor: 1e5 };
    case 'plateau':
      return {
        kind: 'plateau',
        factor: scheduleFactor,
        patience: scheduleEpochs,
        minDelta: 1e-4,
        cooldown: 0,
        minFactor: 0,
      };
  }
}
