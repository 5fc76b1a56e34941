import { deriveSeed } from '@graft/graph';
import type { BuiltModel } from '../build/built-model';
import type { Tf } from '../tf';
import { checkTraining } from './check-training';
import { listChangingWeights } from './checkpoint';
import { createOptimisers } from './optimisers';
import type { TrainingSettings } from './settings';
import { shuffleExamples } from './shuffle-examples';
import { suggestLearningRate } from './suggest-learning-rate';
import { trainBatch } from './train-batch';
import type { DataSource, TrainingHooks } from './training';

export interface LearningRateRange {
  readonly lowest: number;
  readonly highest: number;
  /** Steps from the lowest to the highest, each the same factor above the last. */
  readonly steps: number;
}

/** One step of the search. */
export interface LearningRatePoint {
  readonly learningRate: number;
  /** Of the step's batch, before the step. */
  readonly loss: number;
  /** Running mean of the losses so far: weight 0.98 on the past, corrected for the start. */
  readonly smoothed: number;
}

export interface LearningRateSearch {
  readonly points: readonly LearningRatePoint[];
  /** Null when the loss never fell. */
  readonly suggestion: number | null;
  /** `diverged`: the loss rose to 4 times its lowest, as it is meant to, and the search ended there. */
  readonly ended: 'complete' | 'diverged';
}

export interface LearningRateRequest {
  /** Holds the same weights afterwards as before. */
  readonly model: BuiltModel;
  readonly settings: TrainingSettings;
  readonly train: DataSource;
  readonly range: LearningRateRange;
  /** Awaited once a step; what it throws ends the search. */
  readonly hooks: Pick<TrainingHooks, 'yieldToHost'>;
  /** Told the share of the steps that are over. */
  readonly onStep?: (fraction: number) => void;
}

const PAST = 0.98;
const DIVERGED = 4;

/**
 * Trains for a few steps with a learning rate that grows from tiny to huge and writes down the loss:
 * the learning-rate range test (Smith, "Cyclical learning rates for training neural networks", 2017;
 * smoothing and end as in fastai). Uses training examples only; weights are put back.
 *
 * @throws UserError `train.nothing-trainable`, `train.no-examples`
 */
export async function findLearningRate(
  tf: Tf,
  request: LearningRateRequest,
): Promise<LearningRateSearch> {
  const { model, settings } = request;
  checkTraining({ ...request, validation: null, settings: { ...settings, monitor: 'loss' } });
  const before = model.readWeights(listChangingWeights(model));
  const trained = model.variables.filter(({ role }) => role === 'gradient');
  const optimisers = createOptimisers(tf, trained, settings);
  try {
    const { points, ended } = await sweep(tf, request, optimisers);
    return { points, ended, suggestion: suggestLearningRate(points) };
  } finally {
    optimisers.dispose();
    model.writeWeights(before);
  }
}

async function sweep(
  tf: Tf,
  { model, settings, train, range, hooks, onStep }: LearningRateRequest,
  optimisers: ReturnType<typeof createOptimisers>,
): Promise<Pick<LearningRateSearch, 'points' | 'ended'>> {
  const points: LearningRatePoint[] = [];
  const seed = deriveSeed(settings.seed, 'phase', 'find-learning-rate');
  const batches = batchesOf(train.count, settings.batchSize, seed);
  // Weights that unfreeze later take part from the start: their rate is looked for too.
  const epoch = Number.MAX_SAFE_INTEGER;
  let average = 0;
  let lowest = Infinity;
  for (let step = 0; step < range.steps; step++) {
    const learningRate = rateAt(range, step);
    const indices = batches(step);
    const outcome = await trainBatch(
      { tf, model, optimisers, settings, seed, epoch, step, learningRate },
      1,
      indices.length,
      () => train.batch(indices, 1 + Math.floor(step / batches.perEpoch)),
    );
    const loss = outcome.loss.dataSync<'float32'>()[0] ?? NaN;
    tf.dispose([outcome.loss, outcome.correct]);
    average = PAST * average + (1 - PAST) * loss;
    const smoothed = average / (1 - PAST ** (step + 1));
    if (!Number.isFinite(smoothed)) return { points, ended: 'diverged' };
    points.push({ learningRate, loss, smoothed });
    lowest = Math.min(lowest, smoothed);
    if (smoothed > DIVERGED * lowest) return { points, ended: 'diverged' };
    onStep?.((step + 1) / range.steps);
    await hooks.yieldToHost();
  }
  return { points, ended: 'complete' };
}

function rateAt({ lowest, highest, steps }: LearningRateRange, step: number): number {
  return lowest * (highest / lowest) ** (steps === 1 ? 0 : step / (steps - 1));
}

/** Batches one after the other, in as many shuffled epochs as are needed. */
function batchesOf(count: number, batchSize: number, seed: number) {
  const perEpoch = Math.ceil(count / batchSize);
  const orders = new Map<number, Int32Array>();
  const batch = (step: number): Int32Array => {
    const epoch = 1 + Math.floor(step / perEpoch);
    const order = orders.get(epoch) ?? shuffleExamples(count, seed, epoch);
    orders.set(epoch, order);
    const start = (step % perEpoch) * batchSize;
    return order.slice(start, start + batchSize);
  };
  return Object.assign(batch, { perEpoch });
}
