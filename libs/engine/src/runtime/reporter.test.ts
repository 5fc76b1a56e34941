import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { EngineMessage } from '@graft/plan';
import { Reporter } from './reporter';

const progress = (text: string) => ({ text, fraction: 0, secondsLeft: null });
const row = (epoch: number) => ({
  epoch,
  step: epoch,
  learningRate: 0.1,
  loss: 1,
  accuracy: 0,
  validationLoss: null,
  validationAccuracy: null,
  seconds: 0,
});

describe('reporting', () => {
  let sent: EngineMessage[] = [];
  beforeEach(() => {
    sent = [];
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends at most one message of a kind a second, of progress the newest', () => {
    const reporter = new Reporter((message) => sent.push(message));
    for (let batch = 0; batch < 100; batch += 1) {
      reporter.reportProgress(progress(String(batch)));
      jest.advanceTimersByTime(20);
    }
    expect(sent.length).toBeLessThanOrEqual(3);
    expect(sent.at(-1)).toMatchObject({ progress: { text: '99' } });
  });

  it('sends every row once, in order, however fast they come', () => {
    const reporter = new Reporter((message) => sent.push(message));
    for (let epoch = 0; epoch < 50; epoch += 1) {
      reporter.reportRow(row(epoch));
      jest.advanceTimersByTime(30);
    }
    reporter.flush();
    const rows = sent.flatMap((message) => (message.type === 'metrics' ? message.rows : []));
    expect(rows.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 50 }, (_, epoch) => epoch));
    expect(sent.length).toBeLessThanOrEqual(5);
  });

  it('sends nothing when there is nothing, and nothing later after a flush', () => {
    const reporter = new Reporter((message) => sent.push(message));
    reporter.reportProgress(progress('a'));
    reporter.reportProgress(progress('b'));
    reporter.flush();
    jest.advanceTimersByTime(5000);
    reporter.flush();
    expect(sent).toHaveLength(2);
  });
});
