import type { RunEvent, RunEventBody } from '@graft/contracts';
import { describe, expect, it } from '@jest/globals';
import { listLogLines } from './list-log-lines';

const state = { kind: 'train', cached: false, reason: null, error: null, summary: null } as const;
const row = {
  ...{ epoch: 1, step: 16, learningRate: 0.001, seconds: 2, loss: 0.5, accuracy: 0.75 },
  ...{ validationLoss: null, validationAccuracy: null },
};

function happen(...bodies: RunEventBody[]): RunEvent[] {
  return bodies.map((body, at) => {
    return { ...body, runId: 'r', seq: at + 1, at: `2026-01-01T00:00:0${at}.000Z` };
  });
}

const events = happen(
  { type: 'run-state', state: 'running', error: null },
  { ...state, type: 'step-state', stepId: 'train', state: 'running', reason: 'starts anew' },
  {
    type: 'progress',
    stepId: 'train',
    progress: { fraction: 0.5, text: 'half', secondsLeft: null },
  },
  { type: 'metrics', stepId: 'train', rows: [row, { ...row, epoch: 2, accuracy: null }] },
  { type: 'checkpoint', stepId: 'train', checkpoint: { seq: 1, epoch: 2, batch: 3, digest: 'd' } },
  { type: 'note', stepId: 'train', level: 'warning', code: 'x.y', message: 'The disk is slow' },
  {
    ...{ ...state, type: 'step-state', stepId: 'evaluate', state: 'failed' },
    error: { code: 'a.b', message: 'No memory' },
  },
);

describe('the log of a run', () => {
  it('says everything but progress in words, newest first', () => {
    expect(listLogLines(events, null).map(({ text }) => text)).toEqual([
      'Failed: No memory',
      'The disk is slow',
      'Checkpoint kept: epoch 2, batch 3',
      'Epoch 2: loss 0.5, learning rate 0.001',
      'Epoch 1: loss 0.5, accuracy 75.0 %, learning rate 0.001',
      'Running: starts anew',
      'Running',
    ]);
  });

  it('is that of a step where one is named', () => {
    const lines = listLogLines(events, new Set(['train']));
    expect(new Set(lines.map(({ stepId }) => stepId))).toEqual(new Set(['train']));
    expect(lines).toHaveLength(5);
    expect(listLogLines(events, new Set())).toEqual([]);
  });

  it('tells warnings and errors from the rest, and gives each line a key of its own', () => {
    const lines = listLogLines(events, null);
    expect(lines.map(({ tone }) => tone).slice(0, 3)).toEqual(['error', 'warning', 'plain']);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  });
});
