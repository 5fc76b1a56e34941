import type { QueueEntry } from '@graft/contracts';
import { describe, expect, it } from '@jest/globals';
import { groupQueue } from './group-queue';

const entry = (runId: string, waitsFor: string, position: number): QueueEntry => ({
  ...{ runId, waitsFor, position, stepId: null, kind: null, name: null, pipelineId: null },
  ...{ priority: 'normal', since: '2026-01-01T00:00:00.000Z' },
});

describe('groupQueue', () => {
  it('keeps together what waits for the same, the next one first', () => {
    const gpu = 'Waiting for a GPU worker (0 connected)';
    const turn = 'Waiting for its turn';
    const groups = groupQueue([entry('b', gpu, 4), entry('c', turn, 1), entry('a', gpu, 2)]);
    expect(groups.map(({ waitsFor, entries }) => [waitsFor, entries.map((e) => e.runId)])).toEqual([
      [gpu, ['a', 'b']],
      [turn, ['c']],
    ]);
  });

  it('has no groups where nothing waits', () => {
    expect(groupQueue([])).toEqual([]);
  });
});
