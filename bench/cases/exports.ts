import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess } from '@graft/engine/host';
import type { JsonObject } from '@graft/graph';
import { attachHead, type ModelSpec } from '@graft/model';
import type { Prediction } from '@graft/nodes/steps';
import { runLooseStep } from '../../libs/engine/src/testing/run-loose-step';
import { readZip } from '../../libs/engine/src/testing/read-zip';
import { runPeer, type BenchContext, type BenchResult } from '../harness/bench-case';
import { readManifest } from '../harness/object-rows';
import { openBench, type Bench } from '../harness/run-on-engine';

const EVERY = 100;
const TARGETS = { onnx: 1e-3, keras: 1e-3, 'keras-float16': 3e-2 } as const;
type Export = keyof typeof TARGETS;

/** Exports run by their own Python programs, in onnxruntime and in Keras, against Graft's answers. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const spec = attachHead(bench.base.spec, {
    ...{ pooling: 'auto', hiddenUnits: [16], dropout: 0.2, seed: 3 },
    labels: bench.dataset.classes.map(({ name }) => name),
  });
  const engine = await EngineProcess.start({
    entry: join(context.root, 'apps/worker/dist/engine.js'),
    threads: 2,
  });
  try {
    const pictures = await writePictures(bench, context.folder);
    const run = (kind: string, params: JsonObject) =>
      runStep(bench, engine, { kind, params, spec });
    for (const name of Object.keys(TARGETS) as Export[]) {
      const [format = '', half] = name.split('-');
      const zip = await run('export-model', { format, float16: half !== undefined, name });
      await unpack(zip, join(context.folder, name));
    }
    const files = pictures.map(({ path, digest }) => ({ name: path, digest }));
    const answers = await readFile(await run('predict-files', { files, topK: 8 }), 'utf8');
    const expected = JSON.parse(answers) as Prediction[];
    const paths = pictures.map(({ path }) => path);
    const output = runPeer(context, 'exports.py', context.folder, ...paths);
    return compare(expected, JSON.parse(output) as Record<Export, Top[]>);
  } finally {
    await engine.kill();
  }
}

type Top = { label: string; probability: number }[];

function compare(expected: Prediction[], actual: Record<Export, Top[]>): BenchResult[] {
  return (Object.entries(TARGETS) as [Export, number][]).map(([name, target]) => {
    const differences = expected.flatMap((answer, index) => {
      if (!('top' in answer)) throw new Error(`${answer.file} was not classified`);
      const probabilities = new Map(
        actual[name][index]?.map((each) => [each.label, each.probability]),
      );
      return answer.top.map(({ label, probability }) =>
        Math.abs((probabilities.get(label) ?? NaN) - probability),
      );
    });
    const most = Math.max(...differences);
    return {
      case: `Export as ${name}, run by its Python program: largest difference of a probability`,
      target: `< ${String(target)}`,
      measured: most.toExponential(1),
      met: most < target,
      figures: { pictures: expected.length },
    };
  });
}

async function writePictures(
  bench: Bench,
  folder: string,
): Promise<{ path: string; digest: string }[]> {
  const { examples } = await readManifest(bench);
  const chosen = examples.filter((_, index) => index % EVERY === 0);
  return Promise.all(
    chosen.map(async (example, index) => {
      if (!('pack' in example)) throw new Error(`${example.name} is no picture`);
      const pack = await bench.store.read(example.pack);
      const bytes = pack.subarray(example.offset, example.offset + example.length);
      const path = join(folder, `picture-${String(index)}.png`);
      await writeFile(path, bytes);
      return { path, digest: await bench.store.put(bytes) };
    }),
  );
}

async function unpack(zip: string, folder: string): Promise<void> {
  await mkdir(folder);
  for (const [name, bytes] of await readZip(zip)) await writeFile(join(folder, name), bytes);
}

async function runStep(
  bench: Bench,
  engine: EngineProcess,
  step: { kind: string; params: JsonObject; spec: ModelSpec },
): Promise<string> {
  const [path] = Object.values(await runLooseStep(engine, bench.store, { ...step, threads: 2 }));
  return path ?? '';
}
