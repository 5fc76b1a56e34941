import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors } from '@graft/ml';
import { mean, runPeer, type BenchContext, type BenchResult } from '../harness/bench-case';
import { readTemplate } from '../harness/object-graph';
import { readManifest, rowsOf } from '../harness/object-rows';
import { openBench, runOnEngine, type Bench } from '../harness/run-on-engine';
import { decodeShard } from '../../libs/engine/src/features/shard';

const SPLIT_SEEDS = [1, 2, 3, 4, 5];

/** The template as it is, against scikit-learn's logistic regression on its features and splits. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const shards = new Map<string, string[]>();
  const accuracies: number[] = [];
  const splits: { seed: number; train: number[]; test: number[] }[] = [];
  for (const seed of SPLIT_SEEDS) {
    const graph = readTemplate(context.root, 'objects-feature-extraction', { split: { seed } });
    const run = await runOnEngine(bench, context.root, graph, shards);
    accuracies.push(Number(run.outputs[run.step('evaluate').id]?.summary['accuracy']));
    const { train } = run.step('train').data;
    const { dataset: test } = run.step('evaluate').data;
    if (train === undefined || test === undefined) throw new Error('the template has no split');
    splits.push({ seed, train: await rowsOf(bench, train), test: await rowsOf(bench, test) });
  }
  await writeFeatures(context, bench, [...shards.values()].flat());
  await writeFile(join(context.folder, 'splits.json'), JSON.stringify(splits));
  const peer = JSON.parse(runPeer(context, 'logistic_regression.py', context.folder)) as {
    accuracies: number[];
    mean: number;
  };
  const ours = mean(accuracies);
  const figures = { graft: accuracies, scikitLearn: peer.accuracies };
  return [
    {
      case: 'Template: mean test accuracy over split seeds 1 to 5',
      target: '>= 0.74',
      measured: ours.toFixed(3),
      met: ours >= 0.74,
      figures,
    },
    {
      case: 'Template against logistic regression on the same features and splits',
      target: 'at most 3 points below',
      measured: `${ours.toFixed(3)} and ${peer.mean.toFixed(3)}`,
      met: peer.mean - ours <= 0.03,
      figures: {},
    },
  ];
}

async function writeFeatures(
  { folder }: BenchContext,
  bench: Bench,
  shards: readonly string[],
): Promise<void> {
  const { examples } = await readManifest(bench);
  const width = 1280;
  const features = new Float32Array(examples.length * width);
  const seen = new Set<number>();
  for (const digest of shards) {
    const shard = decodeShard(await bench.store.read(digest));
    const values = [...shard.values.values()][0] ?? new Float32Array();
    examples.forEach(({ sha256 }, place) => {
      const row = shard.rowOf.get(sha256);
      if (row === undefined) return;
      features.set(values.subarray(row * width, (row + 1) * width), place * width);
      seen.add(place);
    });
  }
  if (seen.size !== examples.length) throw new Error('some pictures have no features');
  const labels = Int32Array.from(examples, (example) => example.label);
  const tensors = new Map([
    ['features', { dtype: 'F32' as const, shape: [examples.length, width], data: features }],
    ['labels', { dtype: 'I32' as const, shape: [labels.length], data: labels }],
  ]);
  await writeFile(
    join(folder, 'features.safetensors'),
    writeSafetensors({ tensors, metadata: {} }),
  );
}
