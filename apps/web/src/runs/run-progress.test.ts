import type { RunEvent, RunView } from '@graft/contracts';
import type { HistoryRow } from '@graft/plan';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyEvent, applyEvents, mergeRows, startProgress } from './run-progress';

const RUN = '0192d1f0-0000-7000-8000-000000000001';
const AT = '2026-01-01T00:00:00.000Z';

const view: RunView = {
  runId: RUN,
  status: 'running',
  name: 'objects',
  pipelineId: null,
  createdAt: AT,
  startedAt: AT,
  finishedAt: null,
  error: null,
  parentId: null,
  priority: 'normal',
  children: [],
  edited: false,
  planDigest: 'd',
  overrides: {},
  graph: {},
  lastSeq: 0,
  steps: [
    {
      stepId: 'train-1',
      node: 'train',
      kind: 'train',
      state: 'waiting',
      attempts: 0,
      controls: [],
      course: { finishEarly: false, learningRate: null, microBatches: 1, changed: false },
      waitsFor: null,
      cached: false,
      seconds: null,
      progress: null,
      error: null,
      outputs: {},
      summary: {},
    },
  ],
  reports: {},
  models: [],
  best: null,
};

function row(epoch: number, loss: number): HistoryRow {
  return {
    epoch,
    step: epoch * 10,
    learningRate: 1e-3,
    loss,
    accuracy: null,
    validationLoss: null,
    validationAccuracy: null,
    seconds: epoch,
  };
}

const place = (seq: number) => ({
  runId: RUN,
  seq,
  at: `2026-01-01T00:00:0${seq}.000Z`,
});
const running: RunEvent = {
  ...place(1),
  type: 'step-state',
  stepId: 'train-1',
  kind: 'train',
  state: 'running',
  cached: false,
  reason: null,
  error: null,
  summary: null,
};
const events: RunEvent[] = [
  running,
  { ...place(2), type: 'metrics', stepId: 'train-1', rows: [row(0, 2), row(1, 1)] },
  {
    ...place(3),
    type: 'progress',
    stepId: 'train-1',
    progress: { text: 'epoch 1 of 2', fraction: 0.5, secondsLeft: 4 },
  },
  { ...place(4), type: 'metrics', stepId: 'train-1', rows: [row(1, 0.9), row(2, 0.5)] },
  { ...running, ...place(5), state: 'succeeded', summary: { epochs: 2 } },
  { ...place(6), type: 'run-state', state: 'succeeded', error: null },
];

describe('applyEvents', () => {
  it('follows a run to its end', () => {
    const { run, gap } = applyEvents(startProgress(view), events);
    expect(gap).toBe(false);
    expect(run.state).toBe('succeeded');
    const step = run.steps['train-1'];
    expect(step?.state).toBe('succeeded');
    expect(step?.nodes).toEqual(['train']);
    expect(step?.summary).toEqual({ epochs: 2 });
    expect(step?.progress).toBeNull();
    expect(step?.seconds).toBe(4);
    expect(step?.rows.map((each) => each.loss)).toEqual([2, 0.9, 0.5]);
  });

  it('comes to the same end however events are grouped, ordered within a group and repeated', () => {
    const whole = applyEvents(startProgress(view), events).run;
    fc.assert(
      fc.property(fc.nat(events.length), fc.nat(events.length), (first, second) => {
        const repeated = [...events.slice(0, first), ...events.slice(0, second).reverse()];
        const early = applyEvents(startProgress(view), repeated).run;
        expect(applyEvents(early, events).run).toEqual(whole);
      }),
    );
  });

  it('stops before a gap and says so', () => {
    const { run, gap } = applyEvents(
      startProgress(view),
      [events[0], events[2]].flatMap((e) => e ?? []),
    );
    expect(gap).toBe(true);
    expect(run.seq).toBe(1);
  });

  it('leaves other runs alone', () => {
    const start = startProgress(view);
    expect(applyEvent(start, { ...running, runId: 'other' })).toBe(start);
  });
});

describe('mergeRows', () => {
  it('lets the newest row of an epoch and step count', () => {
    expect(mergeRows([row(1, 5)], [row(2, 3), row(1, 4)]).map((each) => each.loss)).toEqual([4, 3]);
  });
});
