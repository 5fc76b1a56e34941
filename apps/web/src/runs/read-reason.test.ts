import { describe, expect, it } from '@jest/globals';
import { readReason } from './read-reason';

describe('the reason of a step', () => {
  it('names no run by its id', () => {
    const runId = '01a21536-c9b3-73ad-ac30-ecda49d9fff4';
    expect(readReason(`computed by run ${runId}`)).toEqual({
      text: 'computed by an earlier run',
      ...{ runId, since: null },
    });
  });

  it('says how long ago that was', () => {
    const runId = '01a21536-c9b3-73ad-ac30-ecda49d9fff4';
    const since = '2026-05-01T10:00:00.000Z';
    const now = Date.parse('2026-05-01T13:00:00.000Z');
    expect(readReason(`computed by run ${runId} at ${since}`, now)).toEqual({
      text: 'computed by an earlier run, 3 hours ago',
      ...{ runId, since },
    });
  });

  it('stays as it is where no run is meant', () => {
    const text = 'Waiting for a GPU worker (0 connected)';
    expect(readReason(text)).toEqual({ text, runId: null, since: null });
  });
});
