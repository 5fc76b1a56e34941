import { UserError } from '@graft/errors';
import type { ModelSpec } from '@graft/model';
import { z } from 'zod';
import {
  defineStep,
  type Picture,
  type PrefixExecutor,
  type StepContext,
  type StepResult,
} from './define-step';
import { estimateProgress } from './estimate-progress';
import { openExplainer, type Evidence, type Explainer } from './explain-answers';
import { requireImageInput } from './input-layer';
import { compareToKnown, type KnownExample } from './measure-familiarity';
import { predictTexts } from './predict-texts';
import { rankLabels, type RankedLabel } from './rank-labels';

const BATCH = 8;

const paramsSchema = z.looseObject({
  files: z.array(z.strictObject({ name: z.string(), digest: z.string() })).min(1),
  topK: z.int().min(1).max(1000).default(5),
  /** How many of the likeliest labels get a grid of what spoke for them. */
  explain: z.int().min(0).max(10).default(0),
});

type NamedFile = z.infer<typeof paramsSchema>['files'][number];

/** The answer for one file: labels with probabilities, or why there is none. */
export type Prediction =
  | {
      readonly file: string;
      readonly top: readonly RankedLabel[];
      /** It is unlike all that the model has learned from. False where that can't be told. */
      readonly unsure: boolean;
      /** Where it was asked for and the model has a feature map: one grid a label, in their order. */
      readonly evidence?: readonly Evidence[];
      /** The training examples that it is most like, nearest first. */
      readonly nearest: readonly KnownExample[];
    }
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } };

/**
 * Classifies files that belong to no data set. Output `predictions` is a JSON list of `Prediction`s
 * in the order asked for; a file that is not what the model reads gets an error of its own.
 */
export const predictFilesStep = defineStep({
  kind: 'predict-files',
  async run(context) {
    const { files, topK, explain } = paramsSchema.parse(context.step.params);
    const spec = context.spec('model');
    const labels = requireLabels(spec);
    if (spec.input.kind === 'tokens') {
      const digests = files.map(({ digest }) => digest);
      const read = await predictTexts(context, spec, spec.input, digests);
      const answers = read.map((each, index): Prediction => {
        const file = files[index]?.name ?? '';
        if ('error' in each) return { file, error: each.error };
        return {
          file,
          top: rankLabels(each.probabilities, labels, topK),
          unsure: !each.known,
          nearest: [],
        };
      });
      return conclude(context, answers);
    }
    const features = spec.familiarity === undefined ? [] : [spec.familiarity.layer];
    const explainer = explain > 0 ? await openExplainer(context, spec) : null;
    const maps = explainer === null ? [] : [explainer.layer];
    const outputs = [...new Set([...features, ...maps, spec.output])];
    const executor = await context.openModel(spec, outputs, spec.familiarity);
    context.addProvenance({ executor: executor.name });
    const wanted = { labels, topK, explain, explainer };
    const predictions: Prediction[] = [];
    try {
      const progress = estimateProgress(files.length, 'pictures', context);
      for await (const computed of computeAhead(context, executor, spec, files)) {
        predictions.push(...nameAnswers(spec, computed, wanted));
        progress.advance(computed.decoded.length);
        await context.betweenBatches();
      }
    } finally {
      explainer?.dispose();
      await executor.dispose();
    }
    return conclude(context, predictions);
  },
});

async function conclude(
  context: StepContext,
  predictions: readonly Prediction[],
): Promise<StepResult> {
  await context.offer('predictions', { kind: 'file', bytes: JSON.stringify(predictions) });
  const failed = predictions.filter((each) => 'error' in each).length;
  return { ended: 'complete', summary: { files: predictions.length, failed } };
}

type Decoded = { file: string; picture: Picture } | Extract<Prediction, { error: unknown }>;

interface Computed {
  readonly decoded: readonly Decoded[];
  /** Of those that are pictures. */
  readonly values: ReadonlyMap<string, Float32Array> | null;
}

/** Batch after batch: one is decoded and one computed while the answers of the one before are read. */
async function* computeAhead(
  context: StepContext,
  executor: PrefixExecutor,
  spec: ModelSpec,
  files: readonly NamedFile[],
): AsyncGenerator<Computed> {
  const decodeAt = (at: number): Promise<Decoded[]> =>
    startAhead(Promise.all(files.slice(at, at + BATCH).map((file) => decode(context, spec, file))));
  let next = decodeAt(0);
  let computing: Promise<Computed> | null = null;
  for (let at = 0; at < files.length; at += BATCH) {
    const decoded = await next;
    next = decodeAt(at + BATCH);
    const before = computing;
    computing = startAhead(compute(executor, decoded));
    if (before !== null) yield await before;
  }
  if (computing !== null) yield await computing;
}

/** Its failure shows when it is awaited. */
function startAhead<Result>(started: Promise<Result>): Promise<Result> {
  started.catch(() => undefined);
  return started;
}

async function compute(executor: PrefixExecutor, decoded: readonly Decoded[]): Promise<Computed> {
  const pictures = decoded.flatMap((each) => ('picture' in each ? [each.picture] : []));
  return { decoded, values: pictures.length === 0 ? null : await executor.execute(pictures) };
}

interface Wanted {
  readonly labels: readonly string[];
  readonly topK: number;
  readonly explain: number;
  readonly explainer: Explainer | null;
}

function nameAnswers(
  spec: ModelSpec,
  { decoded, values }: Computed,
  { labels, topK, explain, explainer }: Wanted,
): Prediction[] {
  const count = decoded.filter((each) => 'picture' in each).length;
  const probabilities = values?.get(spec.output) ?? new Float32Array();
  const maps = values?.get(explainer?.layer ?? '') ?? new Float32Array();
  const size = maps.length / Math.max(1, count);
  const likeness = values === null ? null : compareToKnown(spec, values);
  let row = 0;
  return decoded.map((each) => {
    if (!('picture' in each)) return each;
    const own = probabilities.subarray(row * labels.length, (row + 1) * labels.length);
    const { unsure, nearest } = likeness?.[row] ?? { unsure: false, nearest: [] };
    const top = rankLabels(own, labels, topK);
    const asked = top.slice(0, explain).map(({ label }) => label);
    const evidence = explainer?.explain(maps.subarray(row * size, (row + 1) * size), asked);
    row += 1;
    return {
      file: each.file,
      top,
      unsure,
      nearest,
      ...(evidence === undefined ? {} : { evidence }),
    };
  });
}

async function decode(
  context: StepContext,
  spec: ModelSpec,
  { name, digest }: NamedFile,
): Promise<Decoded> {
  try {
    const { channels } = requireImageInput(spec);
    return { file: name, picture: await context.readPicture(digest, channels, name) };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'dataset.not-a-picture') throw error;
    return { file: name, error: { code: 'predict.not-a-picture', message: error.message } };
  }
}

function requireLabels(spec: ModelSpec): readonly string[] {
  if (spec.labels !== null && spec.labels.length > 0) return spec.labels;
  throw new UserError({
    code: 'predict.no-labels',
    message:
      'This model has no classifier, so it cannot name what it sees. Register a model with a trained head.',
  });
}
