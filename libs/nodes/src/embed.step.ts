import { buildModel, findPrincipalComponents, type FeatureMatrix } from '@graft/ml';
import { suffixOf, type ModelSpec } from '@graft/model';
import { averageMaps, chooseFeatures } from './choose-features';
import { defineStep, type ExampleSet, type StepContext } from './define-step';
import { embedNode } from './embed.node';
import { estimateProgress } from './estimate-progress';
import { requireImageInput } from './input-layer';
import { sampleEvenly } from './sample-evenly';
import { openSource } from './training-source';
import { writeCsvRows } from './write-csv-rows';

export const EMBEDDING_FORMAT = 'graft.embedding/1';
const BATCH = 32;

/** Examples as points in a plane. */
export interface Embedding {
  readonly format: typeof EMBEDDING_FORMAT;
  readonly layer: string;
  /** Numbers that the layer has of each example. */
  readonly features: number;
  /** What the horizontal and the vertical direction hold of the whole variance, 0 to 1. */
  readonly shares: readonly number[];
  readonly classes: readonly string[];
  readonly points: readonly EmbeddedExample[];
}

export interface EmbeddedExample {
  readonly sha256: string;
  readonly name: string;
  /** Index into `classes`. */
  readonly label: number;
  readonly x: number;
  readonly y: number;
}

/** Draws the examples of port `dataset` as the model at port `model` sees them. Outputs `points` and `table`. */
export const embedStep = defineStep({
  kind: 'embed',
  async run(context) {
    const params = embedNode.params.parse(context.step.params);
    const spec = context.spec('model');
    const layer = params.layer === '' ? chooseFeatures(spec).layer : params.layer;
    const examples = await context.openExamples('dataset');
    const places = sampleEvenly(examples, params.examples, params.seed);
    const read = spec.input.kind === 'image' ? readPictures : readTexts;
    const features = await read(context, spec, layer, examples, places);
    const { points, shares } = findPrincipalComponents(features, 2);
    const embedding: Embedding = {
      ...{ format: EMBEDDING_FORMAT, layer, features: features.size, shares },
      classes: examples.classes,
      points: places.flatMap((place, index) => {
        const example = examples.examples[place];
        const [x = 0, y = 0] = points[index] ?? [];
        if (example === undefined) return [];
        return { sha256: example.sha256, name: example.name, label: example.label, x, y };
      }),
    };
    await context.offer('points', { kind: 'embedding', bytes: JSON.stringify(embedding) });
    await context.offer('table', { kind: 'file', bytes: writeTable(embedding) });
    const shown = shares.reduce((sum, share) => sum + share, 0);
    return { ended: 'complete', summary: { examples: places.length, layer, shown } };
  },
});

async function readPictures(
  context: StepContext,
  spec: ModelSpec,
  layer: string,
  examples: ExampleSet,
  places: readonly number[],
): Promise<FeatureMatrix> {
  const { channels } = requireImageInput(spec);
  const prefix = await context.openPrefix(spec, [layer]);
  context.addProvenance({ executor: prefix.name });
  const rows: number[][] = [];
  try {
    await inBatches(context, places, async (batch) => {
      const values = await prefix.execute(await examples.readPictures(batch, channels));
      rows.push(...averageMaps(values.get(layer), batch.length, prefix.shapes[layer] ?? []));
    });
  } finally {
    await prefix.dispose();
  }
  return toMatrix(rows);
}

async function readTexts(
  context: StepContext,
  spec: ModelSpec,
  layer: string,
  _examples: ExampleSet,
  places: readonly number[],
): Promise<FeatureMatrix> {
  const { tf } = await context.tensorflow();
  const source = await openSource(context, tf, spec, 'dataset');
  const { layers } = suffixOf(spec, source.inputs);
  const weights = await context.loadWeights(layers.flatMap((each) => each.weights));
  const model = buildModel(tf, spec, weights, { inputs: source.inputs, outputs: [layer] });
  const rows: number[][] = [];
  try {
    await inBatches(context, places, async (batch) => {
      const { inputs } = await source.batch(Int32Array.from(batch), 0);
      const outputs = model.predict(inputs);
      const tensor = outputs[layer];
      const shape = tensor?.shape.slice(1) ?? [];
      rows.push(...averageMaps(tensor?.dataSync<'float32'>(), batch.length, shape));
      tf.dispose([...Object.values(inputs), ...Object.values(outputs)]);
    });
  } finally {
    model.dispose();
  }
  return toMatrix(rows);
}

async function inBatches(
  context: StepContext,
  places: readonly number[],
  read: (batch: readonly number[]) => Promise<void>,
): Promise<void> {
  const progress = estimateProgress(places.length, 'examples', context);
  for (let at = 0; at < places.length; at += BATCH) {
    const batch = places.slice(at, at + BATCH);
    await read(batch);
    progress.advance(batch.length);
    await context.betweenBatches();
  }
}

function toMatrix(rows: readonly number[][]): FeatureMatrix {
  return { values: Float64Array.from(rows.flat()), size: rows[0]?.length ?? 1 };
}

function writeTable({ points, classes }: Embedding): string {
  const rows = points.map(({ name, label, x, y }) => [
    name,
    classes[label] ?? '',
    Number(x.toPrecision(7)),
    Number(y.toPrecision(7)),
  ]);
  return writeCsvRows([['name', 'class', 'x', 'y'], ...rows]);
}
