import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportOnnx } from '@graft/ml';
import { LocalFiles } from '../../libs/engine/src/data/local-files';
import { loadWeights } from '../../libs/engine/src/load-weights';
import type { BenchContext } from './bench-case';
import { decodeAll } from './decode-all';
import type { Bench } from './run-on-engine';

/**
 * The base in a process of its own that does nothing but `session.run` on decoded pictures. The
 * function that comes back runs it and gives its pictures a second, the best of three passes.
 */
export async function writeLoop(
  { root, folder }: BenchContext,
  bench: Bench,
): Promise<() => number> {
  const { spec } = bench.base;
  const weights = await loadWeights(
    spec.layers.flatMap((layer) => layer.weights),
    { files: new LocalFiles(bench.store.files), digestOf: () => '' },
  );
  mkdirSync(join(folder, 'loop'));
  const place = (name: string) => join(folder, 'loop', name);
  writeFileSync(
    place('model.onnx'),
    exportOnnx(spec, weights, { outputs: ['avg_pool'], input: 'pixels-uint8' }),
  );
  const { pixels, shape } = await decodeAll(bench);
  writeFileSync(place('pixels.bin'), pixels);
  return () => {
    const script = join(root, 'bench/harness/onnx-loop.mjs');
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [script, place('model.onnx'), place('pixels.bin'), JSON.stringify(shape)],
      { encoding: 'utf8' },
    );
    if (stdout === '') throw new Error(stderr);
    return Number(stdout);
  };
}
