import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../../../..');

export interface BundledEngine {
  /** The program: give it to EngineProcess.start. */
  readonly entry: string;
  remove(): Promise<void>;
}

/**
 * Bundles the engine as it ships (packages of npm outside), into a folder of its own below
 * node_modules, where it finds these packages.
 */
export async function bundleEngine(): Promise<BundledEngine> {
  const cache = join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'graft-engine-'));
  const sources = join(ROOT, 'libs/engine/src');
  await build({
    entryPoints: {
      engine: join(sources, 'main.ts'),
      'onnx-thread': join(sources, 'execute-prefix/onnx-thread.mjs'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'error',
    plugins: [
      {
        name: 'packages-outside',
        setup(bundle) {
          bundle.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@graft/')
              ? undefined
              : { path, external: true },
          );
        },
      },
    ],
  });
  const entry = join(folder, 'engine.mjs');
  return { entry, remove: () => rm(folder, { recursive: true, force: true }) };
}
