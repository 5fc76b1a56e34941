import { OperationalError } from '@graft/errors';
import { predictClasses } from '@graft/ml';
import { countParameters, estimateMultiplyAdds } from '@graft/model';
import { crossValidateNode } from './cross-validate.node';
import { defineStep, StepStopped, type StepContext, type StepResult } from './define-step';
import { divideFold, type FoldParts } from './divide-folds';
import { openLaboratory, type Laboratory } from './fold-laboratory';
import { decodeFolds, encodeFolds, type FoldResult, type FoldsDone } from './fold-results';
import { countKinds, summariseKinds } from './count-kinds';
import { makeReport, summariseReport, type EvaluationReport } from './make-report';
import { writeReportTable } from './write-report-table';
import { trainFold, type CrossValidateParams } from './train-fold';

/**
 * Trains the model at port `model` on all but one fold of `dataset` and tests it on that fold, for
 * every fold. Outputs `report` and `table` (CSV). What was finished is in the checkpoints: a resumed step goes on with
 * the next fold.
 */
export const crossValidateStep = defineStep({
  kind: 'cross-validate',
  async run(context): Promise<StepResult> {
    const params = crossValidateNode.params.parse(context.step.params);
    context.reportProgress({ text: 'reading data and model', fraction: 0, secondsLeft: null });
    const laboratory = await openLaboratory(context, params.fineTuneBlocks > 0);
    const done = await restore(context, laboratory);
    const cutShort = await runTrials(context, laboratory, params, done);
    const report = conclude(context, laboratory, params, done);
    await context.offer('report', { kind: 'report', bytes: JSON.stringify(report) });
    await context.offer('table', { kind: 'file', bytes: writeReportTable(report) });
    return { ended: cutShort ? 'finished-early' : 'complete', summary: summarise(report) };
  },
});

async function restore(context: StepContext, { opened }: Laboratory): Promise<FoldsDone> {
  const columns = opened.examples.classes.length;
  const stored = await context.checkpoints.load();
  if (stored === null) {
    return { folds: [], probabilities: new Float32Array(opened.count * columns) };
  }
  try {
    return decodeFolds(stored.bytes);
  } catch (cause) {
    throw new OperationalError({
      code: 'checkpoint.unreadable',
      message: `Checkpoint ${String(stored.ref.seq)} is damaged; the step goes on from the one before it.`,
      details: { seq: stored.ref.seq, digest: stored.ref.digest },
      cause,
    });
  }
}

/** Says whether a command ended it before the last fold. */
async function runTrials(
  context: StepContext,
  laboratory: Laboratory,
  params: CrossValidateParams,
  done: FoldsDone,
): Promise<boolean> {
  const total = params.folds * params.repeats;
  const progress = followTrials(context, total, done.folds.length);
  let savedAt = context.training.now();
  const save = async (): Promise<void> => {
    await context.checkpoints.save({ epoch: done.folds.length, batch: 0 }, encodeFolds(done));
    savedAt = context.training.now();
  };
  for (let at = done.folds.length; at < total; at++) {
    const [repeat, fold] = [Math.floor(at / params.folds), at % params.folds];
    const trial = divideFold(laboratory.opened.examples, params, repeat, fold);
    if (trial.test.length === 0 || trial.learn.length === 0) {
      done.folds.push({ ...EMPTY_FOLD, repeat, fold });
      continue;
    }
    try {
      const result = await trainFold(context, laboratory, params, trial, {
        onProgress: (fraction, text) => progress(at, fraction, text),
      });
      record(laboratory, done, { repeat, fold, trial, result });
      if (result.cutShort) return true;
    } catch (stopped) {
      if (stopped instanceof StepStopped && stopped.mode === 'pause') await save();
      throw stopped;
    }
    const waited = (context.training.now() - savedAt) / 1000;
    if (at + 1 < total && waited >= context.checkpoints.times.minSeconds) await save();
  }
  return false;
}

const EMPTY_FOLD = { places: [], hits: [], learningRate: 0, curve: [], seconds: 0 };

interface FinishedTrial {
  readonly repeat: number;
  readonly fold: number;
  readonly trial: FoldParts;
  readonly result: Awaited<ReturnType<typeof trainFold>>;
}

function record(
  { opened }: Laboratory,
  done: FoldsDone,
  { repeat, fold, trial, result }: FinishedTrial,
): void {
  const { examples, classes } = opened.examples;
  const answers = predictClasses({ scores: result.probabilities, classes: classes.length });
  const row: FoldResult = {
    repeat,
    fold,
    places: [...trial.test],
    hits: trial.test.map((place, at) => (examples[place]?.label === answers[at] ? 1 : 0)),
    learningRate: result.learningRate,
    curve: [...result.curve],
    seconds: result.seconds,
  };
  done.folds.push(row);
  if (repeat > 0) return;
  trial.test.forEach((place, at) => {
    const own = result.probabilities.subarray(at * classes.length, (at + 1) * classes.length);
    done.probabilities.set(own, place * classes.length);
  });
}

function conclude(
  context: StepContext,
  { opened }: Laboratory,
  params: CrossValidateParams,
  { folds, probabilities }: FoldsDone,
): EvaluationReport {
  const { examples, classes } = opened.examples;
  const tested = folds
    .filter(({ repeat }) => repeat === 0)
    .flatMap(({ places }) => places)
    .sort((left, right) => left - right);
  const foldOf = new Map(
    folds
      .filter(({ repeat }) => repeat === 0)
      .flatMap(({ fold, places }) => places.map((place) => [place, fold] as const)),
  );
  const columns = classes.length;
  const own = new Float32Array(tested.length * columns);
  tested.forEach((place, at) => {
    own.set(probabilities.subarray(place * columns, (place + 1) * columns), at * columns);
  });
  const spec = context.spec('model');
  const { total, trainable } = countParameters(spec);
  return {
    ...makeReport({
      labels: classes,
      examples: tested.flatMap((place) => examples[place] ?? []),
      parts: tested.map((place) => `fold ${String((foldOf.get(place) ?? 0) + 1)}`),
      probabilities: own,
      topK: params.topK,
    }),
    crossValidation: {
      folds: params.folds,
      repeats: params.repeats,
      kinds: countKinds(opened.examples, folds),
      results: folds.map(({ places, ...fold }) => ({
        ...fold,
        examples: places.map((place) => examples[place]?.sha256 ?? ''),
      })),
    },
    model: { parameters: total, trainable, multiplyAdds: estimateMultiplyAdds(spec.layers) },
  };
}

function summarise(report: EvaluationReport) {
  const results = report.crossValidation?.results.filter(({ hits }) => hits.length > 0) ?? [];
  const hits = results.flatMap((fold) => fold.hits);
  const total = hits.reduce((sum, hit) => sum + hit, 0);
  const seconds = results.reduce((sum, fold) => sum + fold.seconds, 0);
  return {
    ...summariseReport(report),
    ...summariseKinds(report.crossValidation?.kinds),
    meanAccuracy: total / hits.length,
    folds: report.crossValidation?.folds ?? 0,
    repeats: report.crossValidation?.repeats ?? 0,
    seconds,
    parameters: report.model?.parameters ?? 0,
    trainable: report.model?.trainable ?? 0,
    multiplyAdds: report.model?.multiplyAdds ?? 0,
  };
}

function followTrials(context: StepContext, total: number, before: number) {
  const { now } = context.training;
  const began = now();
  return (at: number, fraction: number, text: string): void => {
    const done = at + fraction;
    const seconds = (now() - began) / 1000;
    const fresh = done - before;
    context.reportProgress({
      text: `training ${String(at + 1)} of ${String(total)}, ${text}`,
      fraction: Math.min(1, done / total),
      secondsLeft: fresh > 0.05 ? (seconds / fresh) * (total - done) : null,
    });
  };
}
