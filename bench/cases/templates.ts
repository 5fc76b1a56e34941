import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { choosePieces, type BenchContext, type BenchResult } from '../harness/bench-case';
import { openLiveStack, readShipped } from '../harness/live-stack';

export const needsPeers = false;

const MOST_SECONDS = 180;
const ENDING = '.graph.json';

/** Every template as a person runs it the first time: a stack of its own, on which nothing was computed before. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const names = readdirSync(join(context.root, 'assets/templates'))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length));
  const results: BenchResult[] = [];
  for (const name of choosePieces(names)) {
    const result = await measure(context, name);
    console.error(`  ${name}: ${result.measured}`);
    results.push(result);
  }
  return results;
}

async function measure(context: BenchContext, name: string): Promise<BenchResult> {
  const stack = await openLiveStack(context);
  try {
    const { seconds, run } = await stack.run(readShipped(context.root, name));
    if (run.steps.some(({ state }) => state === 'reused'))
      throw new Error(`${name} was not computed: the cache was not empty`);
    return {
      case: `Template ${name}, nothing computed before`,
      target: `<= ${String(MOST_SECONDS)} s`,
      measured: `${seconds.toFixed(0)} s`,
      met: seconds <= MOST_SECONDS,
      figures: { seconds },
    };
  } finally {
    await stack.stop();
  }
}
