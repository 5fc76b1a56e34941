import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Graph } from '@graft/graph';
import type { StepOutputs } from '@graft/plan';
import { mean, median, timePeer, type BenchContext, type BenchResult } from '../harness/bench-case';
import { partsOf, planOf, stepOf, writePictures } from '../harness/keras-inputs';
import { readTemplate } from '../harness/object-graph';
import { openBench, runOnEngine, type Bench } from '../harness/run-on-engine';

const RATE = 1e-4;

const threads = availableParallelism();

/** The same engine with and without the GPU. */
const DEVICES = {
  cuda: { threads, cuda: true },
  cpu: { threads, cuda: false, env: { CUDA_VISIBLE_DEVICES: '' } },
};

type Device = keyof typeof DEVICES;

interface Outcome {
  readonly seconds: number;
  readonly accuracy: number;
  /** Digest of the trained weights: two runs with equal bits have equal ones. */
  readonly weights: string;
  /** Seconds of the last epoch, without what the first one prepares. */
  readonly epoch: number;
  readonly extracted: Readonly<Record<string, unknown>>;
  readonly trained: Readonly<Record<string, unknown>>;
}

/** What a GPU changes: three ways of training, on it, on the processor beside it, and by Keras on JAX on it. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const folder = await writePictures(bench, context.folder);
  const graphs = {
    head: readTemplate(context.root, 'objects-feature-extraction', {}),
    phases: readTemplate(context.root, 'objects-fine-tune', {
      train: { epochs: 5 },
      tune: { epochs: 10, blocks: 2, learningRate: RATE, schedule: 'constant', warmUp: 0 },
    }),
    all: readTemplate(context.root, 'objects-feature-extraction', {
      freeze: { mode: 'none', statistics: 'kept' },
      train: { epochs: 4, learningRate: RATE },
    }),
  };
  const results: BenchResult[] = [];
  for (const [name, graph] of Object.entries(graphs)) {
    const cuda: Outcome[] = [];
    for (let round = 0; round < Math.max(2, context.repeat); round++) {
      cuda.push(await runOn('cuda', context, bench, graph));
    }
    const cpu = await runOn('cpu', context, bench, graph);
    const peer = await runKerasOnGpu(context, bench, { name, graph, folder });
    results.push(tell(name, { cuda, cpu, peer }));
  }
  return results;
}

async function runOn(
  device: Device,
  context: BenchContext,
  bench: Bench,
  graph: Graph,
): Promise<Outcome> {
  const started = performance.now();
  const run = await runOnEngine(bench, context.root, graph, new Map(), DEVICES[device]);
  const seconds = (performance.now() - started) / 1000;
  const done = (kind: string) => {
    const step = run.plan.steps.filter((each) => each.kind === kind).at(-1);
    return step === undefined ? undefined : { ...run.done[step.id], ...run.outputs[step.id] };
  };
  const trained = done('fine-tune') ?? done('train');
  const history = digestOf(trained?.artifacts, 'history');
  const { rows } = (await bench.store.readJson(history)) as { rows: { seconds: number }[] };
  return {
    seconds,
    accuracy: Number(done('evaluate')?.summary?.['accuracy']),
    weights: digestOf(trained?.artifacts, 'weights'),
    epoch: (rows.at(-1)?.seconds ?? 0) - (rows.at(-2)?.seconds ?? 0),
    extracted: { ...done('extract-features')?.provenance },
    trained: { ...trained?.provenance },
  };
}

function digestOf(artifacts: StepOutputs['artifacts'] | undefined, name: string): string {
  const digest = artifacts?.[name]?.digest;
  if (digest === undefined) throw new Error(`the training made no ${name}`);
  return digest;
}

interface KerasOutcome {
  readonly seconds: number;
  readonly accuracy: number;
  readonly epochs: readonly number[];
}

interface Course {
  readonly name: string;
  readonly graph: Graph;
  readonly folder: string;
}

async function runKerasOnGpu(
  context: BenchContext,
  bench: Bench,
  { name, graph, folder }: Course,
): Promise<KerasOutcome> {
  const plan = planOf(bench, graph);
  const tuned = plan.steps.find(({ kind }) => kind === 'fine-tune');
  const spec = plan.models[(tuned ?? stepOf(plan, 'train')).models['model'] ?? ''];
  const trainable = spec?.layers.filter((layer) => layer.trainable).map(({ name: each }) => each);
  const second = tuned && { epochs: 10, learningRate: RATE, trainable };
  const { epochs, learningRate } = stepOf(plan, 'train').params;
  const file = join(context.folder, `${name}.json`);
  const parts = await partsOf(bench, plan);
  writeFileSync(file, JSON.stringify({ parts, epochs, learningRate, all: name === 'all', second }));
  const base = join(context.root, 'assets/base-models/efficientnet-lite0');
  const { wall, ...rest } = timePeer<Omit<KerasOutcome, 'seconds'>>(
    context,
    ...(['keras_gpu.py', base, folder, file] as const),
  );
  return { seconds: wall, ...rest };
}

interface Measured {
  readonly cuda: readonly Outcome[];
  readonly cpu: Outcome;
  readonly peer: KerasOutcome;
}

function tell(name: string, { cuda, cpu, peer }: Measured): BenchResult {
  const own = median(cuda.map(({ seconds }) => seconds));
  const ratio = peer.seconds / own;
  const ofCpu = cpu.seconds / own;
  const epochs = cuda.map(({ epoch }) => epoch);
  const same = new Set(cuda.map(({ weights }) => weights)).size === 1;
  return {
    case: `On a GPU: ${name}, engine cold, against Keras on JAX`,
    target: 'ends, on the GPU',
    measured: `${ratio.toFixed(1)} x Keras, ${ofCpu.toFixed(1)} x the processor: ${own.toFixed(1)} s; an epoch ${median(epochs).toFixed(2)} s (processor ${cpu.epoch.toFixed(2)}, Keras ${(peer.epochs.at(-1) ?? Number.NaN).toFixed(2)}); ${same ? 'equal' : 'other'} bits again`,
    met: cuda.every(({ extracted, trained }) =>
      [extracted['executor'] ?? trained['backend'], trained['backend']].every((each) =>
        String(each).includes('CUDA'),
      ),
    ),
    ...{ graftSeconds: own, peerSeconds: peer.seconds, ratio },
    accuracy: { graft: mean(cuda.map(({ accuracy }) => accuracy)), peer: peer.accuracy },
    figures: { cuda, cpu, peer },
  };
}
