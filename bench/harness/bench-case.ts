import { spawnSync } from 'node:child_process';

/** What a case is given. */
export interface BenchContext {
  /** The repository. */
  readonly root: string;
  /** An empty folder of the case, removed afterwards. */
  readonly folder: string;
  /** Python of the environment that holds the peers. */
  readonly python: string;
  /** How often the two sides take turns. */
  readonly repeat: number;
}

/** One figure with its target. */
export interface BenchResult {
  readonly case: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean;
  /** Medians, where two sides were timed; `ratio` is how many times faster Graft is. */
  readonly graftSeconds?: number;
  readonly peerSeconds?: number;
  readonly ratio?: number;
  /** Smallest and largest of the repetitions. */
  readonly spread?: {
    readonly graft: readonly [number, number];
    readonly peer: readonly [number, number];
  };
  /** Shares of test examples that were right. */
  readonly accuracy?: { readonly graft: number; readonly peer: number };
  /** The raw numbers behind it. */
  readonly figures: Readonly<Record<string, unknown>>;
}

/** All pieces of a case, or those that GRAFT_BENCH_ROWS names, with commas between them. */
export function choosePieces<Name extends string>(all: readonly Name[]): Name[] {
  const wanted = process.env['GRAFT_BENCH_ROWS']?.split(',');
  const unknown = (wanted ?? []).filter((each) => !all.some((name) => name === each));
  if (unknown.length > 0)
    throw new Error(`GRAFT_BENCH_ROWS: no ${unknown.join(', ')}, there is ${all.join(', ')}`);
  return all.filter((name) => wanted === undefined || wanted.includes(name));
}

/** Runs a script of bench/peers and gives its standard output. Throws with its last lines. */
export function runPeer(context: BenchContext, script: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    context.python,
    [`${context.root}/bench/peers/${script}`, ...args],
    {
      encoding: 'utf8',
      env: peerEnvironment(),
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (status === 0) return stdout;
  throw new Error(`${script} failed: ${stderr.split('\n').slice(-8).join('\n')}`);
}

/** Peers see a GPU only where Graft is measured on one. */
function peerEnvironment(): Record<string, string | undefined> {
  const common = { PATH: process.env['PATH'], TF_CPP_MIN_LOG_LEVEL: '3' };
  if (process.env['GRAFT_BENCH_GPU'] === '1') return common;
  return { ...common, CUDA_VISIBLE_DEVICES: '' };
}

/** Runs a script whose last line is JSON; `wall` counts the interpreter and its imports too. */
export function timePeer<Answer>(
  context: BenchContext,
  script: string,
  ...args: string[]
): Answer & { wall: number } {
  const started = performance.now();
  const last = runPeer(context, script, ...args)
    .trim()
    .split('\n')
    .at(-1);
  const wall = (performance.now() - started) / 1000;
  return { ...(JSON.parse(last ?? 'null') as Answer), wall };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export interface Duel {
  readonly case: string;
  /** Times faster than the peer. */
  readonly atLeast: number;
  readonly graft: readonly number[];
  readonly peer: readonly number[];
  readonly accuracy?: { readonly graft: number; readonly peer: number };
  readonly figures?: Readonly<Record<string, unknown>>;
}

/** Compares the medians of two sides that took turns. */
export function judgeDuel({
  case: name,
  atLeast,
  graft,
  peer,
  accuracy,
  figures,
}: Duel): BenchResult {
  const [own, other] = [median(graft), median(peer)];
  const ratio = other / own;
  const span = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;
  return {
    case: name,
    target: `>= ${String(atLeast)} x`,
    measured: `${ratio.toFixed(1)} x: ${own.toFixed(2)} s against ${other.toFixed(2)} s`,
    met: ratio >= atLeast,
    ...{ graftSeconds: own, peerSeconds: other, ratio },
    spread: { graft: span(graft), peer: span(peer) },
    ...(accuracy === undefined ? {} : { accuracy }),
    figures: { ...figures, graft, peer },
  };
}
