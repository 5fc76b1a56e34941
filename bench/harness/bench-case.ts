import { spawnSync } from 'node:child_process';

/** What a case is given. */
export interface BenchContext {
  /** The repository. */
  readonly root: string;
  /** An empty folder of the case, removed afterwards. */
  readonly folder: string;
  /** Python of the environment that holds the peers. */
  readonly python: string;
}

/** One figure with its target. */
export interface BenchResult {
  readonly case: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
  /** The raw numbers behind it. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Runs a script of bench/peers and gives its standard output. Throws with its last lines. */
export function runPeer(context: BenchContext, script: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    context.python,
    [`${context.root}/bench/peers/${script}`, ...args],
    {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '' },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status === 0) return stdout;
  throw new Error(`${script} failed: ${stderr.split('\n').slice(-8).join('\n')}`);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
