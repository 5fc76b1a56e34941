import { storeTexts, storeWordVectors } from '../../libs/engine/src/testing/bundled-data';
import { TestStore } from '../../libs/engine/src/testing/test-store';
import { mean, type BenchContext, type BenchResult } from '../harness/bench-case';
import { readTemplate } from '../harness/object-graph';
import { TemplateBench } from '../harness/template-bench';

const SPLIT_SEEDS = [1, 2, 3, 4, 5];
const REPORTS = ['frozen-report', 'tuned-report', 'scratch-report'] as const;

/** The template of texts over five splits: frozen vectors, tuned ones, and the same from scratch. */
export async function runCase({ root, folder }: BenchContext): Promise<BenchResult[]> {
  const store = new TestStore(folder);
  const bench = await TemplateBench.open(root, store, {
    datasets: [await storeTexts(store, 'emoji-names')],
    bases: [await storeWordVectors(store)],
  });
  const found: Record<string, number[]> = {};
  try {
    for (const seed of SPLIT_SEEDS) {
      const graph = readTemplate(root, 'names-word-vectors', { split: { seed } });
      const results = await bench.run(graph);
      for (const node of REPORTS) {
        (found[node] ??= []).push(Number(results.summary(node)['accuracy']));
      }
    }
  } finally {
    await bench.close();
  }
  const [frozen, tuned, scratch] = REPORTS.map((node) => mean(found[node] ?? []));
  const lead = (tuned ?? 0) - (scratch ?? 1);
  return [
    result('frozen vectors', '>= 0.67 (measured before: 0.70)', frozen ?? 0, 0.67, found),
    result('tuned vectors', '>= 0.70 (measured before: 0.74)', tuned ?? 0, 0.7, {}),
    result('random vectors, trained', '>= 0.50 (measured before: 0.55)', scratch ?? 0, 0.5, {}),
    result('tuned vectors ahead of random ones, both trained', '>= 0.12', lead, 0.12, {}),
  ];
}

function result(
  name: string,
  target: string,
  value: number,
  bound: number,
  figures: Readonly<Record<string, unknown>>,
): BenchResult {
  const measured = `${value.toFixed(3)}, mean of 5 splits`;
  return { case: `Texts: ${name}`, target, measured, met: value >= bound, figures };
}
