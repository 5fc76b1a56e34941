import { join } from 'node:path';
import { graphSchema, type Graph } from '@graft/graph';
import { compile } from '@graft/plan';
import { catalogue } from '@graft/nodes';
import { resourcesOf, storeDataset } from '../../libs/engine/src/testing/bundled-data';
import { median, type BenchContext, type BenchResult } from '../harness/bench-case';
import { openLiveStack, readShipped } from '../harness/live-stack';
import { readTemplate } from '../harness/object-graph';
import { writePlot, type Curve } from '../harness/plot';
import { openBench, runOnEngine, type Bench } from '../harness/run-on-engine';

/** `--full` goes to all 10,000 pictures there are (a minute more). */
const PER_CLASS =
  process.env['GRAFT_BENCH_FULL'] === '1' ? [50, 100, 200, 500, 1000] : [50, 100, 200];
const NODES = [10, 50, 100, 200, 350, 500];
const RUNS = [1, 2, 4, 8, 16];

/** How cost grows with pictures, nodes and runs at the same time. */
export async function runCase(context: BenchContext): Promise<BenchResult[]> {
  const bench = await openBench(context.folder);
  const nodes = NODES.map((count): [number, number] => [count, timeCompile(bench, count)]);
  const pictures = await measurePictures(context, bench);
  const runs = await measureRuns(context);
  return [
    judge(context, 'pictures', {
      title: 'Digits at 224 x 224: extract, train, evaluate',
      x: 'pictures',
      y: 'seconds',
      points: pictures,
    }),
    judge(context, 'nodes', {
      title: 'Checking and compiling a graph',
      x: 'nodes',
      y: 'milliseconds',
      points: nodes,
    }),
    judge(context, 'runs', {
      title: 'Runs submitted together, features cached',
      x: 'runs',
      y: 'seconds until all have ended',
      points: runs,
    }),
  ];
}

/** Linear or better: no point costs more for its size than the first one that is not all overhead. */
function judge({ root }: BenchContext, name: string, curve: Curve): BenchResult {
  const plot = `performance/growth-${name}.svg`;
  writePlot(join(root, 'docs', plot), curve);
  const { points } = curve;
  const [begin, end] = [points[0] ?? [1, 1], points.at(-1) ?? [1, 1]];
  const growth = end[1] / begin[1] / (end[0] / begin[0]);
  return {
    case: `Growth: ${curve.title} (${curve.x})`,
    target: 'linear or better',
    measured: points.map(([at, value]) => `${String(at)}: ${value.toPrecision(3)}`).join(', '),
    met: growth <= 1.05,
    figures: { unit: curve.y, points, growth, plot },
  };
}

async function measurePictures(context: BenchContext, bench: Bench): Promise<[number, number][]> {
  const points: [number, number][] = [];
  for (const perClass of PER_CLASS) {
    const dataset = await storeDataset(bench.store, 'digits', perClass);
    const graph = readTemplate(context.root, 'objects-feature-extraction', {
      data: { dataset: 'digits' },
      train: { epochs: 5 },
    });
    const started = performance.now();
    await runOnEngine({ ...bench, dataset }, context.root, graph, new Map());
    const count = dataset.classes.reduce((sum, each) => sum + each.count, 0);
    points.push([count, (performance.now() - started) / 1000]);
  }
  return points;
}

/** data -> keep -> keep -> ... -> split -> head -> train -> evaluate, milliseconds, best of five. */
function timeCompile({ dataset, base }: Bench, count: number): number {
  const template = readTemplate(process.cwd(), 'objects-feature-extraction', {});
  const extra = Math.max(0, count - template.nodes.length);
  const classes = dataset.classes.map(({ name }) => name);
  const ids = Array.from({ length: extra }, (_, at) => `keep${String(at)}`);
  const graph: Graph = graphSchema.parse({
    ...template,
    nodes: [
      ...template.nodes,
      ...ids.map((id) => ({ id, kind: 'filter-classes', params: { mode: 'keep', classes } })),
    ],
    edges: [
      ...template.edges.filter(({ to }) => to.node !== 'split'),
      ...[...ids, 'split'].map((id, at) => ({
        from: { node: ids[at - 1] ?? 'data', port: 'dataset' },
        to: { node: id, port: 'dataset' },
      })),
    ],
  });
  const resources = resourcesOf([dataset], [base]);
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    const compiled = compile(graph, catalogue, resources);
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues.slice(0, 3)));
    return performance.now() - started;
  });
  return median(times);
}

async function measureRuns(context: BenchContext): Promise<[number, number][]> {
  const stack = await openLiveStack(context);
  const graph = readShipped(context.root, 'objects-feature-extraction');
  try {
    await stack.run(graph);
    const points: [number, number][] = [];
    let rate = 1e-4;
    for (const count of RUNS) {
      const started = performance.now();
      const submitted = Array.from({ length: count }, () => {
        rate += 1e-5;
        return stack.run(graph, { 'train.learningRate': rate });
      });
      await Promise.all(submitted);
      points.push([count, (performance.now() - started) / 1000]);
    }
    return points;
  } finally {
    await stack.stop();
  }
}
