import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { EngineOptions } from './engine-options';

/** What an engine may see of its supervisor's environment: nothing that could be a credential. */
const PASSED_ON = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH', 'CUDA_VISIBLE_DEVICES'];

/**
 * A GPU as exact as a processor: the same kernels in the same order each time, so that a resumed training has the bits
 * of an undisturbed one, and products in float32, not in 19 bits (TF32), as exact features are promised.
 */
const EXACT_ON_GPU = {
  TF_DETERMINISTIC_OPS: '1',
  TF_USE_DETERMINISTIC_SEGMENT_REDUCTIONS: '1',
  NVIDIA_TF32_OVERRIDE: '0',
};

/**
 * The whole environment of an engine. Thread counts are read by native libraries when they load, so
 * they must stand here and cannot be changed later.
 */
export function buildEnvironment(
  options: EngineOptions,
  parent: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(parent)) {
    if (value !== undefined && (PASSED_ON.includes(name) || name.startsWith('TF_'))) {
      env[name] = value;
    }
  }
  const threads = String(options.threads);
  return {
    TF_CPP_MIN_LOG_LEVEL: '2',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // By itself TensorFlow uses oneDNN only on processors with products of int8. Elsewhere layers would lack kernels
    // (a depthwise convolution with dilation), and a row would get other bits in a batch of another size.
    TF_ENABLE_ONEDNN_OPTS: '1',
    ...(options.cuda ? EXACT_ON_GPU : {}),
    ...env,
    ...options.env,
    TF_NUM_INTRAOP_THREADS: threads,
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: threads,
    UV_THREADPOOL_SIZE: '4',
    GRAFT_ENGINE_THREADS: threads,
    ...(options.preload ? { GRAFT_ENGINE_PRELOAD: '1' } : {}),
    ...(options.cuda ? { GRAFT_ENGINE_CUDA: '1' } : {}),
  };
}

/** The path of `name` in the search path, or null. */
function findProgram(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}

function limitMemory({ mostDataBytes }: EngineOptions): string[] {
  const prlimit = mostDataBytes === undefined ? null : findProgram('prlimit');
  return prlimit === null ? [] : [prlimit, `--data=${String(mostDataBytes)}`];
}

/**
 * Program and leading arguments under which Node runs: `setpriv` makes the kernel kill the engine the
 * moment its supervisor dies, even of kill -9. Elsewhere the engine ends itself when the channel closes.
 */
export function buildCommand(options: EngineOptions): { execPath: string; execArgv: string[] } {
  const node = [`--max-old-space-size=${String(options.heapMb ?? 2048)}`];
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : null;
  if (setpriv === null) return { execPath: process.execPath, execArgv: node };
  return {
    execPath: setpriv,
    execArgv: ['--pdeathsig', 'KILL', ...limitMemory(options), process.execPath, ...node],
  };
}
