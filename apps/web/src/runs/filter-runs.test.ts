import type { RunSummary } from '@graft/contracts';
import { describe, expect, it } from '@jest/globals';
import { filterRuns } from './filter-runs';

const run = (name: string | null, status: RunSummary['status'], error: string | null = null) =>
  ({ name, status, error: error === null ? null : { message: error } }) as RunSummary;
const runs = [
  run('Cats and dogs', 'running'),
  run('Dogs', 'succeeded'),
  run(null, 'failed', 'The dogs are gone'),
  run('Birds', 'paused'),
];
const names = (text: string, state: Parameters<typeof filterRuns>[1]['state']) =>
  filterRuns(runs, { text, state }).map(({ name }) => name);

describe('the list of runs', () => {
  it('is whole without a filter', () => {
    expect(names('', 'all')).toHaveLength(4);
    expect(names('  ', 'all')).toHaveLength(4);
  });

  it('shows those whose name or failure holds all words, however they are written', () => {
    expect(names('DOGS', 'all')).toEqual(['Cats and dogs', 'Dogs', null]);
    expect(names('dogs cat', 'all')).toEqual(['Cats and dogs']);
    expect(names('dogs gone', 'all')).toEqual([null]);
  });

  it('shows those of a state, and all that have not ended', () => {
    expect(names('', 'under-way')).toEqual(['Cats and dogs', 'Birds']);
    expect(names('dogs', 'succeeded')).toEqual(['Dogs']);
    expect(names('', 'cancelled')).toEqual([]);
  });
});
