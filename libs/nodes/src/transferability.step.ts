import {
  leep,
  logme,
  nearestNeighbours,
  negativeConditionalEntropy,
  regularisedHScore,
  type FeatureMatrix,
  type SourceAnswers,
} from '@graft/ml';
import { averageMaps, chooseFeatures, findSourceAnswers } from './choose-features';
import { defineStep, type ExampleSet, type StepContext } from './define-step';
import { estimateProgress } from './estimate-progress';
import { requireImageInput } from './input-layer';
import { probeFeatures } from './probe-features';
import { sampleEvenly } from './sample-evenly';
import { transferabilityNode } from './transferability.node';

export const SCORES_FORMAT = 'graft.scores/1';
const BATCH = 32;

/** Scores of one model; higher is better for all of them. */
export interface TransferScores {
  readonly name: string;
  readonly features: number;
  readonly knn: number;
  readonly logme: number;
  readonly hScore: number;
  /** Accuracy of a linear classifier over 5 folds; null when it was not asked for. */
  readonly probe: number | null;
  /** Null for a model without its own classifier. */
  readonly leep: number | null;
  readonly nce: number | null;
}

export interface TransferRanking {
  readonly format: typeof SCORES_FORMAT;
  readonly examples: number;
  readonly classes: readonly string[];
  /** In the order of the wires. */
  readonly models: readonly TransferScores[];
  /** Indices into `models`, best first: by the mean rank of kNN, LogME and probe. */
  readonly ranking: readonly number[];
}

/** Scores the models at port `models` on a sample of `dataset`. Output `scores`. */
export const transferabilityStep = defineStep({
  kind: 'transferability',
  async run(context) {
    const params = transferabilityNode.params.parse(context.step.params);
    const examples = await context.openExamples('dataset');
    const places = sampleEvenly(examples, params.examples, params.seed);
    const labels = Int32Array.from(places, (place) => examples.examples[place]?.label ?? 0);
    const ports = listModelPorts(context);
    const progress = estimateProgress(ports.length * places.length, 'pictures', context);
    const models: TransferScores[] = [];
    for (const [index, port] of ports.entries()) {
      const read = await readModel(context, port, examples, places, progress);
      const classes = examples.classes.length;
      models.push({
        name: params.names[index] ?? `model ${String(index + 1)}`,
        features: read.features.size,
        knn: nearestNeighbours(read.features, labels, classes, params.neighbours),
        logme: logme(read.features, labels, classes),
        hScore: regularisedHScore(read.features, labels, classes),
        probe: params.probe
          ? await probeFeatures(context, read.features, labels, classes, params.seed)
          : null,
        leep: read.source === null ? null : leep(read.source, labels, classes),
        nce: read.source === null ? null : negativeConditionalEntropy(read.source, labels, classes),
      });
      await context.betweenBatches();
    }
    const ranking: TransferRanking = {
      format: SCORES_FORMAT,
      examples: places.length,
      classes: examples.classes,
      models,
      ranking: rankModels(models),
    };
    await context.offer('scores', { kind: 'scores', bytes: JSON.stringify(ranking) });
    const best = models[ranking.ranking[0] ?? 0];
    return {
      ended: 'complete',
      summary: {
        examples: places.length,
        best: best?.name ?? '',
        knn: best?.knn ?? 0,
        logme: best?.logme ?? 0,
        probe: best?.probe ?? null,
      },
    };
  },
});

function listModelPorts({ step }: StepContext): string[] {
  const numberOf = (port: string) => Number(port.split('.').at(-1));
  return Object.keys(step.models).sort((left, right) => numberOf(left) - numberOf(right));
}

interface ModelReadings {
  readonly features: FeatureMatrix;
  readonly source: SourceAnswers | null;
}

async function readModel(
  context: StepContext,
  port: string,
  examples: ExampleSet,
  places: readonly number[],
  progress: { advance(count: number): void },
): Promise<ModelReadings> {
  const spec = context.spec(port);
  const { channels } = requireImageInput(spec);
  const { layer } = chooseFeatures(spec);
  const answers = findSourceAnswers(spec);
  const prefix = await context.openPrefix(spec, answers === null ? [layer] : [layer, answers]);
  context.addProvenance({ executor: prefix.name });
  const rows: number[][] = [];
  const given: number[] = [];
  try {
    for (let at = 0; at < places.length; at += BATCH) {
      const batch = places.slice(at, at + BATCH);
      const values = await prefix.execute(await examples.readPictures(batch, channels));
      rows.push(...averageMaps(values.get(layer), batch.length, prefix.shapes[layer] ?? []));
      if (answers !== null) given.push(...(values.get(answers) ?? []));
      progress.advance(batch.length);
      await context.betweenBatches();
    }
  } finally {
    await prefix.dispose();
  }
  const features = { values: Float64Array.from(rows.flat()), size: rows[0]?.length ?? 1 };
  if (answers === null) return { features, source: null };
  return { features, source: { values: given, classes: given.length / places.length } };
}

/** By the mean of the ranks that each measure gives; the earlier model on a tie. */
function rankModels(models: readonly TransferScores[]): number[] {
  const measures = [
    models.map(({ knn }) => knn),
    models.map((each) => each.logme),
    ...(models.every(({ probe }) => probe !== null) ? [models.map(({ probe }) => probe ?? 0)] : []),
  ];
  const rankOf = (values: readonly number[], index: number) =>
    values.filter((value) => value > (values[index] ?? 0)).length;
  const mean = models.map((_, index) =>
    measures.reduce((sum, values) => sum + rankOf(values, index), 0),
  );
  return models
    .map((_, index) => index)
    .sort((left, right) => (mean[left] ?? 0) - (mean[right] ?? 0) || left - right);
}
