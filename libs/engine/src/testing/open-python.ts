import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PREPARE = join(import.meta.dirname, '../../../../tools/testing/prepare-python.mjs');

const execute = promisify(execFile);

/** Python 3 with Keras on JAX, onnxruntime, NumPy and Pillow. */
export interface Python {
  /** Runs a program and gives what it printed. */
  run(program: string, args: readonly string[], folder: string): Promise<string>;
}

/**
 * Null where Python or its packages can't be had, after saying so: tests that need it skip themselves.
 * @throws in CI, where it must be there
 */
export async function openPython(): Promise<Python | null> {
  const preparing = execute(process.execPath, [PREPARE]);
  preparing.child.stderr?.pipe(process.stderr);
  const { stdout } = await preparing;
  const found = JSON.parse(stdout) as { folder: string } | { reason: string; fix: string };
  if ('folder' in found) return makePython(found.folder);
  const words = `Programs for Python are not tested: ${found.reason}; ${found.fix}.`;
  if (process.env['CI']) throw new Error(words);
  console.warn(words);
  return null;
}

function makePython(packages: string): Python {
  const env = {
    PATH: process.env['PATH'],
    // Keras reads settings of a person from there.
    KERAS_HOME: join(tmpdir(), 'graft-no-keras-settings'),
    KERAS_BACKEND: 'jax',
    JAX_PLATFORMS: 'cpu',
    PYTHONPATH: packages,
  };
  return {
    async run(program, args, folder) {
      const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
      const { stdout } = await execute('python3', [program, ...args], options);
      return stdout;
    },
  };
}
