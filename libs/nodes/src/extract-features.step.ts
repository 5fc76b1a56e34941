import { UnexpectedError, UserError } from '@graft/errors';
import type { ExampleRow, JsonObject, Selection } from '@graft/graph';
import { EXTRACTION } from '@graft/plan';
import { z } from 'zod';
import {
  defineStep,
  type FeatureStore,
  type Picture,
  type PrefixExecutor,
  type StepContext,
} from './define-step';
import { FEATURES_FORMAT, type FeatureIndex } from './feature-index';
import { expandViews, readViews } from './augmented-views';
import { estimateProgress } from './estimate-progress';
import { requireImageInput } from './input-layer';
import { takeRows, type KnownRows } from './known-rows';
import { openExtractor } from './open-extractor';
import { ShardBuilder } from './shard-builder';
import { workAhead } from './work-ahead';

/** Rows are written and commands heard between batches. */
const BATCH = 8;
/** One batch is decoded while two compute: the executor never waits for pictures. */
const AHEAD = 2;

const paramsSchema = z.looseObject({
  cut: z.array(z.string()).min(1),
  executor: z.enum(['onnx', 'tfjs']),
  dtype: z.literal('float32'),
  precision: z.enum(['exact', 'fast']).default('exact'),
});

type ExtractionParams = z.infer<typeof paramsSchema>;

/**
 * Runs the frozen prefix once for every example whose row is not in the feature cache yet. Rows are
 * offered shard by shard; the output `features` lists the shards that hold the whole selection.
 */
export const extractFeaturesStep = defineStep({
  kind: EXTRACTION.kind,
  async run(context) {
    const params = paramsSchema.parse(context.step.params);
    const { cut } = params;
    const examples = await context.openExamples(EXTRACTION.data);
    const augmentation = context.step.data[EXTRACTION.data]?.augmentation;
    const views = expandViews(examples, augmentation);
    const store = await context.openFeatureStore(views);
    const missing = findMissing(views, store);
    const read: ReadPictures = (places, channels) =>
      readViews(examples, places, channels, augmentation);
    const extraction = { views, read, store, missing, params };
    const { shapes, facts } = await computeMissing(context, extraction);
    const distinct = new Set(views.examples.map(({ sha256 }) => sha256)).size;
    const index: FeatureIndex = {
      format: FEATURES_FORMAT,
      cut,
      shapes,
      dtype: 'float32',
      examples: distinct,
      shards: [...store.shards],
    };
    await context.offer(EXTRACTION.output, {
      kind: 'features',
      bytes: JSON.stringify(index),
      parts: store.shards,
    });
    const summary = {
      examples: distinct,
      computed: missing.length,
      reused: distinct - missing.length,
      ...facts,
    };
    return { ended: 'complete', summary };
  },
});

type ReadPictures = (places: readonly number[], channels: 1 | 3) => Promise<Picture[]>;

interface Extraction {
  /** What rows are computed for: the examples, each in all its views. */
  readonly views: Selection;
  readonly read: ReadPictures;
  readonly store: FeatureStore;
  /** Places of the views without a row, each once. */
  readonly missing: readonly number[];
  readonly params: ExtractionParams;
}

function findMissing(examples: Selection, store: FeatureStore): number[] {
  const seen = new Set<string>();
  return examples.examples.flatMap(({ sha256 }, place) => {
    if (seen.has(sha256) || store.has(sha256)) return [];
    seen.add(sha256);
    return [place];
  });
}

/** Gives the shapes of the rows, computed or found, and what is to be said of the computation. */
async function computeMissing(
  context: StepContext,
  extraction: Extraction,
): Promise<{ shapes: Record<string, number[]>; facts: JsonObject }> {
  const { cut } = extraction.params;
  const spec = context.spec(EXTRACTION.model);
  const shapes = Object.fromEntries(
    cut.map((name) => {
      const layer = spec.layers.find((each) => each.name === name);
      return [name, [...(layer?.outputShape ?? [])]];
    }),
  );
  if (extraction.missing.length === 0) return { shapes, facts: {} };
  const { prefix, facts, known } = await openExtractor(context, spec, extraction.params);
  context.addProvenance({ executor: prefix.name, ...facts });
  try {
    await runBatches(context, extraction, prefix, known);
  } finally {
    await prefix.dispose();
  }
  return { shapes, facts };
}

async function runBatches(
  context: StepContext,
  { views, read, store, missing }: Extraction,
  prefix: PrefixExecutor,
  known: KnownRows,
): Promise<void> {
  const { channels } = requireImageInput(context.spec(EXTRACTION.model));
  const shard = new ShardBuilder(store, prefix);
  const progress = estimateProgress(missing.length, 'pictures', context);
  const compute = async (places: readonly number[]): Promise<Batch> => ({
    places,
    values: takeRows(known, views, places) ?? (await prefix.execute(await read(places, channels))),
  });
  const batches = cutIntoBatches(missing, known, views);
  for await (const { places, values } of workAhead(batches, compute, AHEAD)) {
    const rows = places.flatMap((place) => views.examples[place] ?? []);
    checkFinite(values, rows);
    await shard.add(rows, values);
    progress.advance(places.length);
    await breathe(context, shard);
  }
  await shard.flush();
}

interface Batch {
  readonly places: readonly number[];
  readonly values: ReadonlyMap<string, Float32Array>;
}

/** Rows that are computed are kept even when a command ends the step here. */
async function breathe(context: StepContext, shard: ShardBuilder): Promise<void> {
  try {
    await context.betweenBatches();
  } catch (stopped) {
    await shard.flush();
    throw stopped;
  }
}

/** Those whose rows are known are in batches of their own. */
function cutIntoBatches(
  missing: readonly number[],
  { examples }: KnownRows,
  views: Selection,
): number[][] {
  const there = new Set(examples);
  const isThere = (place: number): boolean => there.has(views.examples[place]?.sha256 ?? '');
  const batches: number[][] = [];
  for (const known of [true, false]) {
    const places = missing.filter((place) => isThere(place) === known);
    for (let at = 0; at < places.length; at += BATCH) batches.push(places.slice(at, at + BATCH));
  }
  return batches;
}

function checkFinite(values: ReadonlyMap<string, Float32Array>, rows: readonly ExampleRow[]): void {
  for (const [layer, floats] of values) {
    const size = floats.length / rows.length;
    if (!Number.isInteger(size) || size === 0) {
      throw new UnexpectedError({
        code: 'extract-features.size',
        message: `Layer "${layer}" gave ${String(floats.length)} values for ${String(rows.length)} pictures.`,
      });
    }
    const bad = floats.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) continue;
    throw new UserError({
      code: 'extract-features.not-finite',
      message: `Layer "${layer}" of the base model gives a value that is not a number for "${rows[Math.floor(bad / size)]?.name ?? ''}". The weights of the base model are damaged or its input scale is wrong: choose another base.`,
      details: { layer },
    });
  }
}
