import { setTimeout as wait } from 'node:timers/promises';
import { isTerminal } from '@graft/contracts';
import type { Graph } from '@graft/graph';
import { median, type BenchContext, type BenchResult } from '../harness/bench-case';
import { openLiveStack, readShipped, type LiveStack } from '../harness/live-stack';

const CHAIN = 50;

/** What the machinery costs: from submitting to the first batch, and fifty trivial steps in a row. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const stack = await openLiveStack(context);
  const graph = readShipped(context.root, 'objects-feature-extraction');
  const [first, chain]: [number[], number[]] = [[], []];
  try {
    await stack.run(graph);
    for (let round = 0; round < Math.max(3, context.repeat); round++) {
      first.push(await untilFirstBatch(stack, graph, 1e-3 * (1.1 + round / 100)));
      chain.push((await stack.run(chainOf(graph))).seconds - (await stack.run(graph)).seconds);
    }
  } finally {
    await stack.stop();
  }
  const judge = (name: string, limit: number, seconds: readonly number[]): BenchResult => ({
    case: name,
    target: `<= ${String(limit)} s`,
    measured: `${median(seconds).toFixed(2)} s`,
    met: median(seconds) <= limit,
    graftSeconds: median(seconds),
    figures: { seconds },
  });
  return [
    judge('Submit to first trained batch, engine warm, features cached', 1.5, first),
    judge(`A chain of ${String(CHAIN)} trivial steps`, 3, chain),
  ];
}

/** By the time that the event of the first row carries: polling adds nothing. */
async function untilFirstBatch({ client }: LiveStack, graph: Graph, rate: number): Promise<number> {
  const started = Date.now();
  const { runId } = await client.startRun({
    body: { graph, overrides: { 'train.learningRate': rate } },
  });
  for (;;) {
    const run = await client.getRun({ params: { runId } });
    const train = run.steps.find(({ kind }) => kind === 'train');
    if (train?.progress?.epoch !== undefined || train?.state === 'succeeded') {
      const seconds = (Date.now() - started) / 1000;
      for (let now = run; !isTerminal(now.status);) {
        await wait(50);
        now = await client.getRun({ params: { runId } });
      }
      return seconds;
    }
    await wait(20);
  }
}

/** register -> register -> ...: each step waits for the one before it and does next to nothing. */
function chainOf(graph: Graph): Graph {
  const ids = Array.from({ length: CHAIN }, (_, at) => `link${String(at)}`);
  const link = (id: string, at: number) => ({
    ...{ id, kind: 'register-model', version: 1 },
    params: { name: `chain-${String(at)}`, notes: '' },
  });
  const nodes = [...graph.nodes, ...ids.map(link)] as Graph['nodes'];
  const wires = ids.map((id, at) => ({
    from: { node: ids[at - 1] ?? 'register', port: 'model' },
    to: { node: id, port: 'model' },
  }));
  return { ...graph, nodes, edges: [...graph.edges, ...wires] };
}
