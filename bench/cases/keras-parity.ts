import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveSeed } from '@graft/graph';
import { drawWeights, readSafetensors, writeSafetensors, type SafeTensor } from '@graft/ml';
import type { Step } from '@graft/plan';
import { shuffleExamples } from '../../libs/ml/src/train/shuffle-examples';
import type { TestSupervisor } from '../../libs/engine/src/testing/run-plan';
import { mean, runPeer, type BenchContext, type BenchResult } from '../harness/bench-case';
import { decodeAll } from '../harness/decode-all';
import { readTemplate } from '../harness/object-graph';
import { readManifest, rowsOf } from '../harness/object-rows';
import { openBench, runOnEngine, type Bench } from '../harness/run-on-engine';

/** 16 batches an epoch: 112 steps. Dropout is off, since the two sides draw other masks. */
const TRAINING = {
  epochs: 7,
  batchSize: 32,
  optimiser: 'adam',
  learningRate: 1e-3,
  keepBest: false,
};
const SPLIT_SEEDS = [1, 2, 3, 4, 5];

interface Comparison {
  readonly lossGap: number;
  readonly weightGap: number;
  readonly steps: number;
  readonly correct: { readonly graft: number; readonly keras: number };
  readonly tested: number;
}

/**
 * Graft (features by onnxruntime, head by TensorFlow.js) and Keras (frozen base and head as one
 * model) from the same pixels, first weights and batches.
 */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const shards = new Map<string, string[]>();
  const pixels = await decodeAll(bench);
  const compared: Comparison[] = [];
  for (const seed of SPLIT_SEEDS) {
    compared.push(await compareSplit(context, bench, shards, pixels, seed));
  }
  const tested = compared.reduce((sum, each) => sum + each.tested, 0);
  const pooled = (side: 'graft' | 'keras') =>
    (100 * compared.reduce((sum, each) => sum + each.correct[side], 0)) / tested;
  const lossGap = Math.max(...compared.map((each) => each.lossGap));
  const weightGap = Math.max(...compared.map((each) => each.weightGap));
  const accuracyGap = Math.abs(pooled('graft') - pooled('keras'));
  const figures = { splits: compared, graft: pooled('graft'), keras: pooled('keras') };
  const steps = Math.round(mean(compared.map((each) => each.steps)));
  return [
    {
      case: 'Keras parity: loss curves',
      target: '<= 1e-3',
      measured: `${lossGap.toExponential(1)} at most over 5 splits`,
      met: lossGap <= 1e-3,
      figures,
    },
    {
      case: `Keras parity: head weights after ${String(steps)} steps`,
      target: '<= 1e-3',
      measured: `${weightGap.toExponential(1)} at most over 5 splits`,
      met: weightGap <= 1e-3,
      figures: {},
    },
    {
      case: 'Keras parity: accuracy pooled over 5 splits',
      target: '<= 1.5 points apart',
      measured: `${pooled('graft').toFixed(2)} % and ${pooled('keras').toFixed(2)} %`,
      met: accuracyGap <= 1.5,
      figures: {},
    },
  ];
}

async function compareSplit(
  context: BenchContext,
  bench: Bench,
  shards: Map<string, string[]>,
  pixels: { pixels: Uint8Array; shape: number[] },
  seed: number,
): Promise<Comparison> {
  const graph = readTemplate(context.root, 'objects-feature-extraction', {
    split: { seed },
    head: { dropout: 0 },
    train: TRAINING,
  });
  const run = await runOnEngine(bench, context.root, graph, shards);
  const folder = join(context.folder, `split-${String(seed)}`);
  await mkdir(folder);
  await writeCase(bench, run, pixels, folder);
  runPeer(
    context,
    'keras_parity.py',
    join(context.root, 'assets/base-models/efficientnet-lite0'),
    folder,
  );
  return compare(bench, run, folder);
}

function trainStep(run: TestSupervisor): Step {
  return run.step('train');
}

function recipeOf(step: Step, port: string) {
  const recipe = step.data[port];
  if (recipe === undefined) throw new Error(`${step.id} has no data port ${port}`);
  return recipe;
}

/** The batches of every epoch, as rows of the manifest. */
async function listBatches(bench: Bench, run: TestSupervisor): Promise<number[][]> {
  const step = trainStep(run);
  const rows = await rowsOf(bench, recipeOf(step, 'train'));
  const phaseSeed = deriveSeed(Number(step.params['seed']), 'phase', step.kind);
  return Array.from({ length: TRAINING.epochs }, (_, epoch) => {
    const order = [...shuffleExamples(rows.length, phaseSeed, epoch + 1)];
    const count = Math.ceil(rows.length / TRAINING.batchSize);
    return Array.from({ length: count }, (_batch, at) =>
      order
        .slice(at * TRAINING.batchSize, (at + 1) * TRAINING.batchSize)
        .map((place) => rows[place] ?? -1),
    );
  }).flat();
}

/** First values of the head's weights, by role. */
function drawHead(run: TestSupervisor): Map<string, SafeTensor> {
  const spec = run.plan.models[trainStep(run).models['model'] ?? ''];
  const head = new Map<string, SafeTensor>();
  for (const { name, shape, source } of spec?.layers.flatMap((layer) => layer.weights) ?? []) {
    if (source.kind !== 'initialiser') continue;
    const role = name.split('/').at(-1) ?? name;
    if (head.has(role)) throw new Error(`the head has two weights called ${role}`);
    head.set(role, {
      dtype: 'F32',
      shape,
      data: drawWeights(source.name, shape, source.seed, name),
    });
  }
  return head;
}

async function writeCase(
  bench: Bench,
  run: TestSupervisor,
  { pixels, shape }: { pixels: Uint8Array; shape: number[] },
  folder: string,
): Promise<void> {
  const { classes, examples } = await readManifest(bench);
  const tensors = drawHead(run);
  const labels = Int32Array.from(examples, (example) => example.label);
  tensors.set('pixels', { dtype: 'U8', shape, data: pixels });
  tensors.set('labels', { dtype: 'I32', shape: [labels.length], data: labels });
  await writeFile(join(folder, 'data.safetensors'), writeSafetensors({ tensors, metadata: {} }));
  const evaluate = run.step('evaluate');
  await writeFile(
    join(folder, 'case.json'),
    JSON.stringify({
      classes,
      learningRate: TRAINING.learningRate,
      epsilon: 1e-7,
      batches: await listBatches(bench, run),
      testRows: await rowsOf(bench, recipeOf(evaluate, 'dataset')),
    }),
  );
}

async function compare(bench: Bench, run: TestSupervisor, folder: string): Promise<Comparison> {
  const keras = readSafetensors(new Uint8Array(await readFile(join(folder, 'keras.safetensors'))));
  const learned = readSafetensors(await bench.store.read(run.artifact('train', 'weights').digest));
  const { rows } = (await bench.store.readJson(run.artifact('train', 'history').digest)) as {
    rows: { epoch: number; loss: number | null }[];
  };
  const batches = await listBatches(bench, run);
  const losses = floats(keras.tensors.get('losses'));
  const curve = epochMeans(losses, batches);
  const gaps = rows
    .filter(({ epoch }) => epoch > 0)
    .map(({ epoch, loss }) => Math.abs((loss ?? Number.NaN) - (curve[epoch - 1] ?? Number.NaN)));
  const weightGaps = [...learned.tensors].map(([name, tensor]) =>
    largestGap(floats(tensor), floats(keras.tensors.get(name.split('/').at(-1) ?? ''))),
  );
  const { examples } = await readManifest(bench);
  const testRows = await rowsOf(bench, recipeOf(run.step('evaluate'), 'dataset'));
  const guesses = rowMaxima(floats(keras.tensors.get('probabilities')), testRows.length);
  const accuracy = Number(run.outputs[run.step('evaluate').id]?.summary['accuracy']);
  return {
    lossGap: Math.max(...gaps),
    weightGap: Math.max(...weightGaps),
    steps: batches.length,
    tested: testRows.length,
    correct: {
      graft: Math.round(accuracy * testRows.length),
      keras: testRows.filter((row, at) => examples[row]?.label === guesses[at]).length,
    },
  };
}

function epochMeans(losses: Float32Array, batches: readonly number[][]): number[] {
  const perEpoch = batches.length / TRAINING.epochs;
  return Array.from({ length: TRAINING.epochs }, (_, epoch) => {
    const places = Array.from({ length: perEpoch }, (_batch, at) => epoch * perEpoch + at);
    const weights = places.map((place) => batches[place]?.length ?? 0);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return (
      places.reduce((sum, place, at) => sum + (losses[place] ?? 0) * (weights[at] ?? 0), 0) / total
    );
  });
}

function rowMaxima(values: Float32Array, rows: number): number[] {
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    const slice = values.subarray(row * width, (row + 1) * width);
    return slice.indexOf(Math.max(...slice));
  });
}

function largestGap(left: Float32Array, right: Float32Array): number {
  if (left.length !== right.length) throw new Error('the two heads differ in size');
  return left.reduce((gap, value, at) => Math.max(gap, Math.abs(value - (right[at] ?? 0))), 0);
}

function floats(tensor: SafeTensor | undefined): Float32Array {
  if (tensor?.dtype !== 'F32') throw new Error('a tensor of single precision is missing');
  return tensor.data;
}
