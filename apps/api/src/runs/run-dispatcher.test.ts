import { describe, expect, it } from '@jest/globals';
import type { Database, PendingRun } from '@graft/db';
import { OperationalError } from '@graft/errors';
import { pino } from 'pino';
import { RunDispatcher } from './run-dispatcher';

type Outbox = Database['outbox'];

/** One accepted run. What is in this world outlives every API. */
function makeWorld() {
  const run: PendingRun = { workspaceId: 'w', runId: 'r', priority: 'normal' };
  const pending = new Map([[run.runId, run]]);
  const workflows: string[] = [];
  const rows: Pick<Outbox, 'listPending' | 'hasPending' | 'markDispatched'> = {
    listPending: () => Promise.resolve([...pending.values()]),
    hasPending: () => Promise.resolve(pending.size > 0),
    markDispatched: (runId) => {
      pending.delete(runId);
      return Promise.resolve();
    },
  };
  const start = ({ runId }: { runId: string }) => {
    workflows.push(runId);
    return Promise.resolve();
  };
  /** The dispatcher of an API that has just been started; where it never gets on, that API is killed there. */
  const open = (change: { start?: () => Promise<void>; markDispatched?: () => Promise<void> }) => {
    const { start: starting = start, ...other } = change;
    const logger = pino({ level: 'silent' });
    const dispatcher = new RunDispatcher(
      { ...rows, ...other } as Outbox,
      { start: starting },
      logger,
      4,
    );
    dispatcher.poke();
  };
  const untilNothingWaits = async () => {
    while (pending.size > 0) await new Promise((resolve) => setImmediate(resolve));
  };
  return { workflows, open, start, run, untilNothingWaits };
}

const never = () => new Promise<void>(() => undefined);

describe('an accepted run', () => {
  it('is started by the next API when one was killed before it could start it', async () => {
    const { workflows, open, untilNothingWaits } = makeWorld();
    open({ start: never });
    open({});
    await untilNothingWaits();
    expect(workflows).toEqual(['r']);
  });

  it('is started again, under the same id, when an API was killed before it could note that', async () => {
    const { workflows, open, untilNothingWaits } = makeWorld();
    open({ markDispatched: never });
    open({});
    await untilNothingWaits();
    expect(workflows).toEqual(['r', 'r']);
  });

  it('waits for Temporal without anybody asking again', async () => {
    const { workflows, open, start, run, untilNothingWaits } = makeWorld();
    const away = new OperationalError({ code: 'temporal.unavailable', message: 'away' });
    let tries = 0;
    open({ start: () => (++tries < 3 ? Promise.reject(away) : start(run)) });
    await untilNothingWaits();
    expect(tries).toBe(3);
    expect(workflows).toEqual(['r']);
  });
});

describe('many accepted runs', () => {
  it('are looked at once, not once each, while all that may run at the same time runs', async () => {
    let looks = 0;
    const outbox = {
      listPending: () => Promise.resolve((looks += 1) && []),
      hasPending: () => Promise.resolve(true),
    };
    const logger = pino({ level: 'silent' });
    const workflows = { start: () => Promise.resolve() };
    const dispatcher = new RunDispatcher(outbox as unknown as Outbox, workflows, logger, 1);
    dispatcher.poke();
    while (looks === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    for (let accepted = 0; accepted < 100; accepted += 1) dispatcher.poke();
    await dispatcher.close();
    expect(looks).toBe(1);
  });
});
