import { describe, expect, it } from '@jest/globals';
import type { RunEventBody } from '@graft/contracts';
import { OperationalError } from '@graft/errors';
import type { HistoryRow } from '@graft/plan';
import { StepReporter } from './step-reporter';

const hold = { workspaceId: 'w', runId: 'r', stepId: 's', fence: 1 };
const row = (epoch: number): HistoryRow => ({
  ...{ epoch, step: epoch, learningRate: 1, seconds: 1 },
  ...{ loss: 1, accuracy: 1, validationLoss: null, validationAccuracy: null },
});
const progress = (fraction: number) => ({ text: 'x', fraction, secondsLeft: null });

/** Rows of steps that remember what they were given; `fail` decides about each call. */
function makeSteps(fail: () => Error | null = () => null) {
  const stored: (RunEventBody | ReturnType<typeof progress>)[] = [];
  const store = (values: typeof stored) => {
    const error = fail();
    if (error) return Promise.reject(error);
    stored.push(...values);
    return Promise.resolve();
  };
  return {
    stored,
    record: (
      _: unknown,
      events: readonly RunEventBody[],
      given: ReturnType<typeof progress> | null = null,
    ) => store([...events, ...(given ? [given] : [])]),
  };
}

describe('StepReporter', () => {
  it('stores all rows in one batch, and of the progress only the newest', async () => {
    const steps = makeSteps();
    const reporter = new StepReporter(steps, hold, () => undefined);
    for (const epoch of [1, 2, 3]) {
      reporter.addRows([row(epoch)]);
      reporter.addProgress(progress(epoch / 10));
    }
    await reporter.flush();
    await reporter.flush();
    expect(steps.stored).toEqual([
      { type: 'metrics', stepId: 's', rows: [row(1), row(2), row(3)] },
      progress(0.3),
    ]);
    reporter.close();
  });

  it('loses nothing while the database is away', async () => {
    let failures = 2;
    const away = new OperationalError({ code: 'database.unavailable', message: 'away' });
    const steps = makeSteps(() => (failures-- > 0 ? away : null));
    const reporter = new StepReporter(steps, hold, () => undefined);
    reporter.addRows([row(1)]);
    const first = reporter.flush();
    reporter.addRows([row(2)]);
    await Promise.all([first, reporter.flush()]);
    const rows = steps.stored.flatMap((each) => ('rows' in each ? each.rows : []));
    expect(rows).toEqual([row(1), row(2)]);
    reporter.close();
  });

  it('says so when the step is another attempt’s by now', async () => {
    const fenced = new OperationalError({ code: 'step.fenced', message: 'fenced' });
    const lost = await new Promise((resolve) => {
      const steps = makeSteps(() => fenced);
      new StepReporter(steps, hold, resolve).addRows([row(1)]);
    });
    expect(lost).toBe(fenced);
  });
});
