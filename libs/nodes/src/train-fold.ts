import { readMonitor, type Monitor, type TrainingResult, type TrainingSettings } from '@graft/ml';
import type { z } from 'zod';
import type { crossValidateNode } from './cross-validate.node';
import type { StepContext } from './define-step';
import type { FoldParts } from './divide-folds';
import { answerPlaces, runPhase, type Phase, type TrialHooks } from './fold-phase';
import type { Laboratory } from './fold-laboratory';
import { pointOf, type CurvePoint } from './fold-results';
import { settingsOf } from './training-settings';
import { TUNING_SCHEDULE } from './tuning-schedule';

export type CrossValidateParams = z.infer<typeof crossValidateNode.params>;

export interface TrialResult {
  /** Of the tested examples, row by row. */
  readonly probabilities: Float32Array;
  readonly curve: readonly CurvePoint[];
  readonly learningRate: number;
  readonly seconds: number;
  /** A command ended it before its last epoch. */
  readonly cutShort: boolean;
}

/**
 * Trains once and answers for the tested examples, which nothing before that has looked at.
 * @throws StepStopped on a command to pause or cancel
 */
export async function trainFold(
  context: StepContext,
  laboratory: Laboratory,
  params: CrossValidateParams,
  trial: FoldParts,
  hooks: TrialHooks,
): Promise<TrialResult> {
  const began = context.training.now();
  const rates = params.tryRates.length > 0 ? params.tryRates : [params.learningRate];
  const short = params.tryEpochs > 0 && rates.length > 1;
  const shares = rates.length + (short ? 1 : 0) + (laboratory.second === null ? 0 : 1);
  const train = (settings: TrainingSettings, share: number) =>
    runPhase(context, laboratory, laboratory.first, trial, settings, {
      onProgress: (fraction, text) => hooks.onProgress((share + fraction) / shares, text),
    });
  const settings = makeSettings(laboratory, params, trial);
  let best: (Phase & { rate: number }) | null = null;
  try {
    for (const [index, rate] of rates.entries()) {
      const epochs = short ? Math.min(params.tryEpochs, settings.epochs) : settings.epochs;
      const phase = await train({ ...settings, learningRate: rate, epochs }, index);
      if (best !== null && !isBetter(phase.result, best.result, settings.monitor)) {
        phase.model.dispose();
      } else {
        best?.model.dispose();
        best = { ...phase, rate };
      }
    }
    if (best === null) throw new RangeError('no learning rate to try');
    const { rate } = best;
    if (short) {
      best.model.dispose();
      best = null;
      best = { ...(await train({ ...settings, learningRate: rate }, rates.length)), rate };
    }
    const curve = best.result.history.map((row) => pointOf(row));
    if (laboratory.second !== null) {
      const last = curve.at(-1);
      best = { ...(await fineTune(context, laboratory, params, trial, best, hooks, shares)), rate };
      curve.push(
        ...best.result.history.slice(1).map((row) => pointOf(row, last?.epoch, last?.seconds)),
      );
    }
    const probabilities = await answerPlaces(context, laboratory, best, trial.test);
    const seconds = (context.training.now() - began) / 1000;
    const cutShort = best.result.ended === 'finished-early';
    return { probabilities, curve, learningRate: rate, seconds, cutShort };
  } finally {
    best?.model.dispose();
  }
}

/** The second phase starts from the head that the first one has trained. */
async function fineTune(
  context: StepContext,
  laboratory: Laboratory,
  params: CrossValidateParams,
  trial: FoldParts,
  first: Phase,
  hooks: TrialHooks,
  shares: number,
): Promise<Phase> {
  const stage = laboratory.second ?? laboratory.first;
  const learned = first.model.readWeights();
  first.model.dispose();
  const settings: TrainingSettings = {
    ...makeSettings(laboratory, params, trial),
    epochs: params.fineTuneEpochs,
    learningRate: params.fineTuneRate,
    schedule: { kind: TUNING_SCHEDULE.schedule, warmUp: TUNING_SCHEDULE.warmUp, finalFactor: 0 },
    phase: 'fine-tune',
  };
  return runPhase(
    context,
    laboratory,
    stage,
    trial,
    settings,
    { onProgress: (fraction, text) => hooks.onProgress((shares - 1 + fraction) / shares, text) },
    learned,
  );
}

function makeSettings(
  { opened }: Laboratory,
  params: CrossValidateParams,
  { learn, choose, seed }: FoldParts,
): TrainingSettings {
  const { classes, examples } = opened.examples;
  const counts = new Array<number>(classes.length).fill(0);
  for (const place of learn) {
    const label = examples[place]?.label ?? -1;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  const settings = settingsOf({ ...params, seed }, 'train', { counts });
  if (choose.length > 0) return settings;
  // Without anything to choose by, the last weights are the ones to take.
  return { ...settings, monitor: 'loss', keepBest: false, earlyStopping: null };
}

/** By the monitored value, as "keep best" chooses between epochs; the earlier rate on a tie. */
function isBetter(result: TrainingResult, other: TrainingResult, monitor: Monitor): boolean {
  const [own, best] = [result, other].map(({ history, epoch }) => {
    const row = history.find((each) => each.epoch === epoch);
    return row === undefined ? null : readMonitor(row, monitor);
  });
  if (own === null || own === undefined) return false;
  const sign = monitor === 'accuracy' || monitor === 'validation-accuracy' ? 1 : -1;
  return best === null || best === undefined || sign * (own - best) > 0;
}
