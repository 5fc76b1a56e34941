import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineProcess } from '@graft/engine/host';
import { exportOnnx, readWeightSources } from '@graft/ml';
import { modelSpecSchema } from '@graft/model';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { runLooseStep } from '../../libs/engine/src/testing/run-loose-step';
import { TestStore } from '../../libs/engine/src/testing/test-store';
import { runPeer, type BenchContext, type BenchResult } from '../harness/bench-case';

/** By the size of the features. */
const MOST = 1e-3;
const PICTURES = 4;
const SIDE = 224;
const PYTORCH = {
  ...{ mean: 0, scale: 255 },
  ...{ channelMean: [0.485, 0.456, 0.406], channelDeviation: [0.229, 0.224, 0.225] },
};

/**
 * What docs/base-models.md tells people of PyTorch to do: networks that are exported so are imported, and give
 * the features that PyTorch gives. PyTorch takes gigabytes, so its environment is made by hand:
 * GRAFT_TORCH_PYTHON names its Python (see bench/peers/torch_export.py); nothing is measured without.
 */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const python = process.env['GRAFT_TORCH_PYTHON'];
  if (python === undefined) {
    console.error('torch-export: left out, GRAFT_TORCH_PYTHON names no Python with torch and timm');
    return [];
  }
  const { folder } = context;
  runPeer({ ...context, python }, 'torch_export.py', folder);
  const text = await readFile(join(folder, 'features.json'), 'utf8');
  const expected = JSON.parse(text) as Record<string, number[][]>;
  const pictures = new Uint8Array(await readFile(join(folder, 'pictures.bin')));
  const store = new TestStore(folder);
  const entry = join(context.root, 'apps/worker/dist/engine.js');
  const engine = await EngineProcess.start({ entry, threads: 2, mostDataBytes: 4 * 1024 ** 3 });
  try {
    const results: BenchResult[] = [];
    for (const [name, rows] of Object.entries(expected)) {
      const file = await readFile(join(folder, `${name}.onnx`));
      const own = await extract(engine, store, file, pictures);
      results.push(compare(name, own, rows.flat()));
    }
    return results;
  } finally {
    await engine.kill();
  }
}

/** Imports a file and gives the features of the pictures. */
async function extract(
  engine: EngineProcess,
  store: TestStore,
  file: Uint8Array,
  pictures: Uint8Array,
): Promise<Float32Array> {
  const files = [{ name: 'model.onnx', digest: await store.put(file) }];
  const step = { kind: 'import-base', params: { files, ...PYTORCH }, threads: 2 };
  const outputs = await runLooseStep(engine, store, step);
  const bytes = await readFile(outputs['weights'] ?? '');
  const blobs = new Map([[await store.put(bytes), bytes]]);
  const spec = modelSpecSchema.parse(JSON.parse(await readFile(outputs['model'] ?? '', 'utf8')));
  const weights = readWeightSources(spec, blobs);
  const exported = exportOnnx(spec, weights, { input: 'pixels-uint8', outputs: ['features'] });
  const session = await InferenceSession.create(exported);
  const [port = ''] = session.inputNames;
  const input = new Tensor('uint8', pictures, [PICTURES, SIDE, SIDE, 3]);
  const answers = await session.run({ [port]: input });
  return answers[session.outputNames[0] ?? '']?.data as Float32Array;
}

function compare(name: string, own: Float32Array, other: readonly number[]): BenchResult {
  const size = Math.max(...other.map(Math.abs));
  const differences = other.map((value, at) => Math.abs(value - (own[at] ?? NaN)));
  const largest = Math.max(...differences) / size;
  return {
    case: `Exported by PyTorch, ${name}: features`,
    target: `<= ${String(MOST)}`,
    measured: largest.toExponential(1),
    met: own.length === other.length && largest <= MOST,
    figures: { largest, values: other.length, size },
  };
}
