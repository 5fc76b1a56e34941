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
  const leads = [lead(found, 'frozen-report'), lead(found, 'tuned-report')] as const;
  return [
    result('frozen vectors', '>= 0.67 (measured before: 0.70)', frozen ?? 0, 0.67, found),
    result('tuned vectors', '>= 0.70 (measured before: 0.74)', tuned ?? 0, 0.7, {}),
    result('random vectors, trained', '>= 0.50 (measured before: 0.55)', scratch ?? 0, 0.5, {}),
    resultOfLead('frozen', '> 0 in every split', leads[0], (lead) => Math.min(...lead) > 0),
    resultOfLead('tuned', '>= 0.12', leads[1], (lead) => mean(lead) >= 0.12),
  ];
}

/** Of a report over that of random vectors, split by split. */
function lead(found: Readonly<Record<string, readonly number[]>>, node: string): number[] {
  const scratch = found['scratch-report'] ?? [];
  return (found[node] ?? []).map((accuracy, at) => accuracy - (scratch[at] ?? NaN));
}

function resultOfLead(
  vectors: string,
  target: string,
  lead: readonly number[],
  isMet: (lead: readonly number[]) => boolean,
): BenchResult {
  const [least, most] = [Math.min(...lead), Math.max(...lead)].map((each) => each.toFixed(3));
  return {
    case: `Texts: ${vectors} vectors ahead of random ones, both trained`,
    ...{ target, met: isMet(lead), figures: { lead } },
    measured: `${mean(lead).toFixed(3)} (${String(least)} to ${String(most)}), 5 splits`,
  };
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
