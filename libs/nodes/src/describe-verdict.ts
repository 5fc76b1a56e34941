import type { Finding, TransferVerdict } from '@graft/ml';

/**
 * A verdict in plain words, one sentence for the end result and one for how it got there: "A is ahead
 * of B by 14 points (9 to 19). It also starts higher ...".
 */
export function describeVerdict(
  verdict: TransferVerdict,
  candidate: string,
  baseline: string,
): string {
  return [describeEnd(verdict, candidate, baseline), describeWay(verdict)]
    .filter((each) => each !== '')
    .join(' ');
}

function describeEnd(
  { outcome, asymptote }: TransferVerdict,
  candidate: string,
  baseline: string,
): string {
  const { mean, low, high } = asymptote.difference;
  switch (outcome) {
    case 'helps':
      return `${candidate} helps: it is right more often than ${baseline} by ${points(mean)} points (${points(low)} to ${points(high)}).`;
    case 'hurts':
      return `${candidate} hurts (negative transfer): it is right less often than ${baseline} by ${points(-mean)} points (${points(-high)} to ${points(-low)}).`;
    case 'no-difference-shown': {
      const lead = mean >= 0 ? 'ahead' : 'behind';
      const range = Number.isFinite(low) ? ` (${points(low)} to ${points(high)})` : '';
      return `No difference shown between ${candidate} and ${baseline}: it is ${points(Math.abs(mean))} points ${lead}${range}, which may be luck.`;
    }
  }
}

function describeWay({ start, slope, time }: TransferVerdict): string {
  const told = [
    tell(start, 'starts higher', 'starts lower', ({ candidate, baseline }) => {
      return `${percent(candidate)} against ${percent(baseline)} after the first epoch`;
    }),
    tell(slope, 'learns in fewer epochs', 'needs more epochs', ({ candidate, baseline }) => {
      return `${round(candidate)} against ${round(baseline)} to the baseline's best`;
    }),
    tell(time, 'takes less time', 'takes more time', ({ candidate, baseline }) => {
      return `${round(candidate)} s against ${round(baseline)} s to that point`;
    }),
  ].filter((each) => each !== null);
  return told.length === 0 ? '' : `It ${told.join('; it ')}.`;
}

function tell(
  finding: Finding | null,
  better: string,
  worse: string,
  figures: (finding: Finding) => string,
): string | null {
  if (finding === null || finding.outcome === 'no-difference-shown') return null;
  return `${finding.outcome === 'helps' ? better : worse} (${figures(finding)})`;
}

/** Shares as points of a hundred, one decimal under ten. */
function points(share: number): string {
  const value = share * 100;
  return Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function round(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
