import type { Comparison, PairVerdict } from './compare-reports';
import type { TransferWay } from './transfer-ways';

/** A way is as good as the best when it is not shown to be worse and this close to it. */
const CLOSE = 0.02;

export interface WaysConclusion {
  /** The cheapest way that is as good as the best one. */
  readonly recommended: string;
  /** In words: whether transfer helps, what to keep, whether tuning adds something. */
  readonly sentences: readonly string[];
}

/**
 * What to do, in words, from the comparison of all ways. `comparison.entries` are in the order of
 * `ways`, and its baseline is the one from scratch.
 */
export function concludeWays(comparison: Comparison, ways: readonly TransferWay[]): WaysConclusion {
  const recommended = recommend(comparison, ways);
  const sentences = [
    describeTransfer(comparison, ways),
    describeKept(comparison, ways, recommended),
    describeTuning(comparison, ways),
    describeRandom(comparison, ways),
  ].filter((each) => each !== '');
  return { recommended: ways[recommended]?.id ?? '', sentences };
}

function recommend(
  { againstBest, best, entries }: Comparison,
  ways: readonly TransferWay[],
): number {
  const close = againstBest.flatMap(({ against, outcome, asymptote }) =>
    outcome === 'no-difference-shown' && asymptote.difference.mean <= CLOSE ? [against] : [],
  );
  const effort = (index: number): number => {
    const tuned = ways[index]?.training === 'fine-tune' ? 1e15 : 0;
    return tuned + (entries[index]?.multiplyAdds ?? 0);
  };
  return [best, ...close].reduce((top, index) => (effort(index) < effort(top) ? index : top), best);
}

function describeTransfer(
  { entries, baseline, verdicts }: Comparison,
  ways: readonly TransferWay[],
): string {
  const top = bestOf(
    entries.map(({ accuracy }) => accuracy),
    ways.map(({ training }) => training === 'head' || training === 'fine-tune'),
  );
  const verdict = verdicts.find(({ entry }) => entry === top);
  if (verdict === undefined) return '';
  const figures = `${entries[top]?.name ?? ''} is right in ${percent(entries[top]?.accuracy)}, from scratch it is ${percent(entries[baseline]?.accuracy)}.`;
  switch (verdict.outcome) {
    case 'helps':
      return `Transfer helps by ${range(verdict, 1)}: ${figures}`;
    case 'hurts':
      return `Transfer hurts by ${range(verdict, -1)}: ${figures} Train from scratch.`;
    case 'no-difference-shown':
      return `It is not shown that transfer helps here: ${figures}`;
  }
}

function describeKept(
  { entries, best }: Comparison,
  ways: readonly TransferWay[],
  recommended: number,
): string {
  const name = entries[recommended]?.name ?? '';
  if (ways[recommended]?.training === 'scratch') return '';
  const first = `Take ${name}`;
  if (recommended === best) return `${first}: it is the best here.`;
  return `${first}: ${entries[best]?.name ?? ''} is not shown to be better and costs more.`;
}

function describeTuning({ pairs, entries }: Comparison, ways: readonly TransferWay[]): string {
  const tuned = pairs.filter(({ entry }) => ways[entry]?.training === 'fine-tune');
  if (tuned.length === 0) return '';
  const helping = tuned.filter(({ outcome }) => outcome === 'helps');
  const top = [...helping].sort((left, right) => gain(right) - gain(left))[0];
  if (top !== undefined) {
    return `Fine-tuning adds ${range(top, 1)}: ${entries[top.entry]?.name ?? ''}.`;
  }
  const all = tuned.every(({ outcome }) => outcome === 'hurts');
  return all
    ? 'Fine-tuning makes it worse here.'
    : 'Fine-tuning adds nothing that can be shown here.';
}

function describeRandom({ pairs }: Comparison, ways: readonly TransferWay[]): string {
  const pair = pairs.find(({ against }) => ways[against]?.training === 'random-features');
  if (pair?.outcome !== 'helps') return '';
  return `The same base with random weights is ${range(pair, 1)} behind: what helps is what the base has learned.`;
}

function bestOf(accuracies: readonly number[], eligible: readonly boolean[]): number {
  let top = -1;
  accuracies.forEach((accuracy, index) => {
    if (eligible[index] && (top < 0 || accuracy > (accuracies[top] ?? 0))) top = index;
  });
  return top;
}

function gain({ asymptote }: PairVerdict): number {
  return asymptote.difference.mean;
}

/** "14 points (9 to 19)". */
function range({ asymptote }: PairVerdict, sign: 1 | -1): string {
  const { mean, low, high } = asymptote.difference;
  const borders = [low, high].map((each) => Math.round(each * 100 * sign)).sort((a, b) => a - b);
  return `${Math.round(mean * 100 * sign)} points (${borders.join(' to ')})`;
}

function percent(share = 0): string {
  return `${Math.round(share * 100)} %`;
}
