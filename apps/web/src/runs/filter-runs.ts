import { isTerminal, type RunSummary } from '@graft/contracts';

/** Which runs are shown. */
export interface RunFilter {
  /** Words that the name or the failure holds, in any order. */
  readonly text: string;
  readonly state: 'all' | 'under-way' | 'succeeded' | 'failed' | 'cancelled';
}

/** The runs that fit, in their order. */
export function filterRuns(
  runs: readonly RunSummary[],
  { text, state }: RunFilter,
): readonly RunSummary[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter(({ name, error, status }) => {
    if (state === 'under-way' ? isTerminal(status) : state !== 'all' && state !== status)
      return false;
    const said = `${name ?? ''} ${error?.message ?? ''}`.toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}
