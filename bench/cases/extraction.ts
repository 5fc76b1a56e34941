import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EngineProcess } from '@graft/engine/host';
import { resourcesOf } from '../../libs/engine/src/testing/bundled-data';
import { compileGraph } from '../../libs/engine/src/testing/graphs';
import { TestSupervisor } from '../../libs/engine/src/testing/run-plan';
import { median, type BenchContext, type BenchResult } from '../harness/bench-case';
import { runKeras } from '../harness/keras-transfer';
import { writePictures } from '../harness/keras-inputs';
import { writeLoop } from '../harness/onnx-loop';
import { readTemplate } from '../harness/object-graph';
import { ENGINE, openBench, type Bench } from '../harness/run-on-engine';

/**
 * Pictures a second through the frozen base: from packed PNG files to stored rows, in the engine,
 * preparation of the model included; against the same model in a bare loop of onnxruntime over
 * pictures that are decoded already, and against Keras' `predict`.
 */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const folder = await writePictures(bench, context.folder);
  const loop = await writeLoop(context, bench);
  const [exact, fast, raw, keras]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < context.repeat; round++) {
    raw.push(loop());
    exact.push(await extract(context, bench, 'exact'));
    fast.push(await extract(context, bench, 'fast'));
    const { seconds } = runKeras(context, 'predict', folder, { repeat: 2 });
    keras.push(704 / median(seconds));
  }
  const figures = { unit: 'pictures a second', exact, fast, raw, keras };
  const compare = (name: string, atLeast: number, own: number[], other: number[]): BenchResult => {
    const ratio = median(own) / median(other);
    return {
      case: name,
      target: `>= ${String(atLeast)} x`,
      measured: `${ratio.toFixed(2)} x: ${median(own).toFixed(0)} against ${median(other).toFixed(0)} pictures/s`,
      met: ratio >= atLeast,
      ratio,
      figures,
    };
  };
  return [
    compare('Extraction end to end, against a bare onnxruntime loop', 0.9, exact, raw),
    compare('Extraction end to end, against Keras predict', 1.8, exact, keras),
    compare('Extraction end to end in fast precision, against Keras predict', 4, fast, keras),
  ];
}

async function extract(
  { root }: BenchContext,
  { store, dataset, base }: Bench,
  precision: 'exact' | 'fast',
): Promise<number> {
  const graph = readTemplate(root, 'objects-feature-extraction', { train: { precision } });
  const plan = compileGraph(graph, resourcesOf([dataset], [base]));
  const supervisor = new TestSupervisor(store, plan, ENGINE.threads);
  const entry = join(root, 'apps/worker/dist/engine.js');
  const engine = await EngineProcess.start({ entry, ...ENGINE, preload: true });
  try {
    // A worker keeps its engine ready: native libraries are loaded before a run needs them.
    await wait(2000);
    const started = performance.now();
    await supervisor.runAll(engine, [supervisor.step('extract-features')]);
    return 704 / ((performance.now() - started) / 1000);
  } finally {
    await engine.kill();
  }
}
