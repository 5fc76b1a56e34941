import { OperationalError } from '@graft/errors';
import type { JsonObject } from '@graft/graph';
import {
  buildModel,
  decodeCheckpoint,
  encodeCheckpoint,
  trainModel,
  writeSafetensors,
  type BuiltModel,
  type Checkpoint,
  type LayerRate,
  type SafeTensor,
  type Tf,
  type TrainingHooks,
  type TrainingProgress,
  type TrainingResult,
  type TrainingSettings,
} from '@graft/ml';
import { suffixOf, type ModelSpec } from '@graft/model';
import type { Progress } from '@graft/plan';
import type { ExampleSet, StepContext, StepResult } from './define-step';
import { offerFamiliarity } from './measure-familiarity';
import { listPhases, type TrainingPhase } from './list-phases';
import type { TrainingParams } from './training-params';
import { settingsOf } from './training-settings';
import { openSource, type OpenedSource } from './training-source';
import { describeCourse } from './training-course';

export const HISTORY_FORMAT = 'graft.history/1';

export interface TrainingRun {
  readonly params: TrainingParams;
  readonly layerRates?: Readonly<Record<string, LayerRate>>;
}

/**
 * Trains the model at port `model` on `train`, watching `validation`. Offers `weights` (those that
 * training changes, nothing else), `history` and, where it can be told, `familiarity`. Goes on from the step's checkpoint where there is one.
 */
export async function runTraining(context: StepContext, run: TrainingRun): Promise<StepResult> {
  context.reportProgress({ text: 'reading data and model', fraction: 0, secondsLeft: null });
  const resume = await readCheckpoint(context);
  const { tf, backend } = await context.tensorflow();
  const spec = context.spec('model');
  const train = await openSource(context, tf, spec, 'train');
  const validation =
    context.step.data['validation'] === undefined
      ? null
      : await openSource(context, tf, spec, 'validation');
  const settings = makeSettings(context, run, train.examples);
  const model = await buildTrainable(context, tf, spec, train);
  try {
    const result = await trainModel(tf, {
      model,
      settings,
      train,
      validation,
      hooks: makeHooks(context),
      checkpoint: context.checkpoints.times,
      resume,
      machine: `${context.processor} with ${backend} ${tf.version_core}, ${context.threads} threads`,
    });
    if (result.ended !== 'paused' && result.ended !== 'cancelled') {
      await offerFamiliarity(context, { model, train, validation });
    }
    return await conclude(context, result, model, {
      settings,
      train,
      phases: listPhases(spec, run.layerRates),
    });
  } finally {
    model.dispose();
  }
}

/** The whole model, or what lies above the cut when rows of the feature cache are fed. */
async function buildTrainable(
  context: StepContext,
  tf: Tf,
  spec: ModelSpec,
  { inputs }: OpenedSource,
): Promise<BuiltModel> {
  const layers = context.step.features === undefined ? spec.layers : suffixOf(spec, inputs).layers;
  const weights = await context.loadWeights(layers.flatMap((layer) => layer.weights));
  return buildModel(tf, spec, weights, { inputs });
}

function makeSettings(
  { step, microBatches }: StepContext,
  { params, layerRates }: TrainingRun,
  { classes, examples }: ExampleSet,
): TrainingSettings {
  const counts = new Array<number>(classes.length).fill(0);
  for (const { label } of examples) counts[label] = (counts[label] ?? 0) + 1;
  const settings = { ...settingsOf(params, step.kind, { counts }), microBatches };
  return layerRates === undefined ? settings : { ...settings, layerRates };
}

async function readCheckpoint({ checkpoints }: StepContext): Promise<Checkpoint | null> {
  const stored = await checkpoints.load();
  if (stored === null) return null;
  try {
    return decodeCheckpoint(stored.bytes);
  } catch (cause) {
    throw new OperationalError({
      code: 'checkpoint.unreadable',
      message: `Checkpoint ${String(stored.ref.seq)} is damaged; the step goes on from the one before it.`,
      details: { seq: stored.ref.seq, digest: stored.ref.digest },
      cause,
    });
  }
}

function makeHooks(context: StepContext): TrainingHooks {
  let latest: Progress = { text: 'first measurement', fraction: 0, secondsLeft: null };
  return {
    ...context.training,
    yieldToHost: () => {
      // Validation takes many batches of its own: the supervisor must see life during these too.
      context.reportProgress(latest);
      return context.training.yieldToHost();
    },
    onRow: (row) => {
      context.reportRow(row);
    },
    onNote: ({ level, code, message }) => {
      context.reportNote(level, code, message);
    },
    onProgress: (progress) => {
      latest = describeProgress(progress);
    },
    saveCheckpoint: (checkpoint) =>
      context.checkpoints.save(checkpoint.state.cursor, encodeCheckpoint(checkpoint)),
  };
}

function describeProgress(progress: TrainingProgress): Progress {
  const { epoch, epochs, batch, fraction, secondsLeft } = progress;
  const text = `epoch ${String(epoch)} of ${String(epochs)}`;
  return { text, fraction: Math.min(1, Math.max(0, fraction)), secondsLeft, epoch, batch };
}

/** What a history says of a training besides its rows. */
interface Course {
  readonly settings: TrainingSettings;
  readonly train: OpenedSource;
  readonly phases: readonly TrainingPhase[];
}

async function conclude(
  context: StepContext,
  result: TrainingResult,
  model: BuiltModel,
  { settings, train, phases }: Course,
): Promise<StepResult> {
  if (result.ended === 'paused') return { ended: 'stopped', mode: 'pause' };
  if (result.ended === 'cancelled') return { ended: 'stopped', mode: 'cancel' };
  const weights = await context.offer('weights', { kind: 'weights', bytes: encodeLearned(model) });
  const { unknownTexts } = train;
  const summary = {
    ...summarise(result, weights.bytes),
    ...(unknownTexts === undefined ? {} : { unknownTexts }),
  };
  const course = describeCourse(result, settings);
  const rows = result.history;
  const history = { format: HISTORY_FORMAT, rows, summary, settings, course, phases };
  await context.offer('history', { kind: 'history', bytes: JSON.stringify(history) });
  context.addProvenance({ course });
  if (result.ended === 'finished-early') return { ended: 'finished-early', summary };
  const changed = result.courseChanged || settings.microBatches > 1;
  return { ended: changed ? 'changed' : 'complete', summary };
}

/** Only what training changes: base weights stay in the blob of the base. */
function encodeLearned(model: BuiltModel): Uint8Array {
  const learned = model.variables.filter(({ role }) => role !== 'frozen');
  const values = model.readWeights(learned.map(({ name }) => name));
  const tensors = new Map<string, SafeTensor>(
    learned.map(({ name, shape }) => [
      name,
      { dtype: 'F32', shape, data: values.get(name) ?? new Float32Array() },
    ]),
  );
  return writeSafetensors({ tensors, metadata: { format: 'graft.weights/1' } });
}

function summarise(result: TrainingResult, weightBytes: number): JsonObject {
  const row = result.history.findLast(({ epoch }) => epoch === result.epoch);
  return {
    epochs: result.history.at(-1)?.epoch ?? 0,
    bestEpoch: result.epoch,
    loss: row?.loss ?? null,
    accuracy: row?.accuracy ?? null,
    validationLoss: row?.validationLoss ?? null,
    validationAccuracy: row?.validationAccuracy ?? null,
    seconds: result.history.at(-1)?.seconds ?? 0,
    stoppedEarly: result.ended === 'stopped-early',
    finishedEarly: result.ended === 'finished-early',
    weightBytes,
  };
}
