import {
  trainModel,
  type BuiltModel,
  type DataSource,
  type TrainingResult,
  type TrainingSettings,
} from '@graft/ml';
import { StepStopped, type StepContext } from './define-step';
import type { FoldParts } from './divide-folds';
import { buildStage, type Laboratory, type Stage } from './fold-laboratory';
import { takePlaces } from './row-source';

export interface TrialHooks {
  /** 0 to 1 within the trial, with words. */
  onProgress(fraction: number, text: string): void;
}

/** A model that was trained on a stage; whoever holds it disposes of it. */
export interface Phase {
  readonly model: BuiltModel;
  readonly stage: Stage;
  readonly result: TrainingResult;
}

const NEVER = {
  minSeconds: Infinity,
  maxSeconds: Infinity,
  meanSecondsBetweenFailures: Infinity,
};
const BATCH = 64;

/** @throws StepStopped on a command to pause or cancel */
export async function runPhase(
  context: StepContext,
  { tf, weightsOf }: Laboratory,
  stage: Stage,
  trial: FoldParts,
  settings: TrainingSettings,
  hooks: TrialHooks,
  learned: ReadonlyMap<string, Float32Array> = new Map(),
): Promise<Phase> {
  const weights = new Map([...weightsOf(stage, trial.path), ...learned]);
  const model = buildStage(tf, stage, weights);
  try {
    const result = await trainModel(tf, {
      model,
      settings,
      train: takePlaces(stage.source, trial.learn),
      validation: trial.choose.length > 0 ? takePlaces(stage.source, trial.choose) : null,
      hooks: {
        ...context.training,
        onProgress: ({ fraction, epoch, epochs }) =>
          hooks.onProgress(fraction, `epoch ${String(epoch)} of ${String(epochs)}`),
      },
      checkpoint: NEVER,
      resume: null,
    });
    if (result.ended === 'paused') throw new StepStopped('pause');
    if (result.ended === 'cancelled') throw new StepStopped('cancel');
    return { model, stage, result };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Probabilities of the examples at these places, row by row. */
export async function answerPlaces(
  context: StepContext,
  { tf }: Laboratory,
  { model, stage }: Phase,
  places: readonly number[],
): Promise<Float32Array> {
  const tested: DataSource = takePlaces(stage.source, places);
  const parts: Float32Array[] = [];
  for (let start = 0; start < tested.count; start += BATCH) {
    const length = Math.min(BATCH, tested.count - start);
    const { inputs } = await tested.batch(
      Int32Array.from({ length }, (_, offset) => start + offset),
      0,
    );
    const outputs = model.predict(inputs);
    parts.push(outputs[stage.spec.output]?.dataSync<'float32'>().slice() ?? new Float32Array());
    tf.dispose([...Object.values(inputs), ...Object.values(outputs)]);
    await context.training.yieldToHost();
  }
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
