import { afterEach, describe, expect, it } from '@jest/globals';
import type { DueSchedule } from '@graft/db';
import { OperationalError, UserError } from '@graft/errors';
import { pino } from 'pino';
import { nextTime } from './cron-times';
import { ScheduleClock } from './schedule-clock';

type Row = DueSchedule['schedule'];

let clock: ScheduleClock | undefined;
afterEach(() => clock?.close());

/** Schedules in memory: a row moves on when it is advanced from where it is. */
function world(row: Partial<Row>, versions: (number | null)[] = [], broken: DueSchedule[] = []) {
  const schedule = {
    ...{ id: 's', workspaceId: 'w', userId: 'u', pipelineId: 'p', cron: null, timezone: null },
    ...{ datasetId: null, seenVersion: null, lastRunId: null, lastAt: null, problem: null },
    ...{ nextAt: new Date(0), createdAt: new Date(0) },
    ...row,
  };
  const keys: string[] = [];
  let now = new Date(0);
  let failure: Error | null = null;
  clock = new ScheduleClock(
    {
      schedules: {
        listDue: (at) =>
          Promise.resolve(
            schedule.nextAt <= at
              ? [...broken, { schedule: { ...schedule }, version: versions.at(-1) ?? null }]
              : [],
          ),
        advance: (from, nextAt, change = {}) => {
          if (from.nextAt.getTime() === schedule.nextAt.getTime()) {
            Object.assign(schedule, { nextAt }, change);
          }
          return Promise.resolve();
        },
      },
      start: ({ id }, key) => {
        if (id === 'broken') return Promise.reject(new Error('its model is lost'));
        keys.push(key);
        return failure ? Promise.reject(failure) : Promise.resolve(`run ${String(keys.length)}`);
      },
      logger: pino({ level: 'silent' }),
      now: () => now,
    },
    1e8,
  );
  return {
    ...{ schedule, keys, versions },
    fail: (error: Error | null) => (failure = error),
    lookAt: async (time: string) => {
      now = new Date(time);
      await clock?.look();
    },
  };
}

describe('a schedule by cron', () => {
  const daily = { cron: '0 6 * * *', timezone: 'UTC', nextAt: new Date('2026-01-02T06:00:00Z') };

  it('runs when its time has come, once, and moves on', async () => {
    const { keys, schedule, lookAt } = world(daily);
    await lookAt('2026-01-02T05:59:59Z');
    expect(keys).toEqual([]);
    await lookAt('2026-01-02T06:00:03Z');
    await lookAt('2026-01-02T06:00:13Z');
    expect(keys).toEqual(['schedule s 2026-01-02T06:00:00.000Z']);
    expect(schedule.nextAt).toEqual(new Date('2026-01-03T06:00:00Z'));
    expect(schedule.lastRunId).toBe('run 1');
  });

  it('counts times that passed while nobody looked once', async () => {
    const { keys, schedule, lookAt } = world(daily);
    await lookAt('2026-01-09T12:00:00Z');
    await lookAt('2026-01-09T12:00:10Z');
    expect(keys).toHaveLength(1);
    expect(schedule.nextAt).toEqual(new Date('2026-01-10T06:00:00Z'));
  });

  it('starts the same run again when it could not move on: the key says that it is the same', async () => {
    const { keys, lookAt, fail } = world(daily);
    fail(new OperationalError({ code: 'database.unavailable', message: 'away' }));
    await lookAt('2026-01-02T06:00:03Z');
    fail(null);
    await lookAt('2026-01-02T06:00:13Z');
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it('that cannot be started keeps no other one waiting', async () => {
    const other = { ...world(daily).schedule, ...daily, id: 'broken' };
    const { keys, schedule, lookAt } = world(daily, [], [{ schedule: other, version: null }]);
    await lookAt('2026-01-02T06:00:03Z');
    expect(keys).toEqual(['schedule s 2026-01-02T06:00:00.000Z']);
    expect(schedule.lastRunId).toBe('run 1');
  });

  it('says why a graph was refused, and waits for the next time', async () => {
    const { keys, schedule, lookAt, fail } = world(daily);
    fail(new UserError({ code: 'graph.invalid', message: 'a wire is missing' }));
    await lookAt('2026-01-02T06:00:03Z');
    await lookAt('2026-01-02T06:01:00Z');
    expect(keys).toHaveLength(1);
    expect(schedule.problem).toBe('a wire is missing');
    fail(null);
    await lookAt('2026-01-03T06:00:00Z');
    expect(schedule).toMatchObject({ problem: null, lastRunId: 'run 2' });
  });
});

describe('a schedule by data', () => {
  it('runs once for each version that it finds newer than the last', async () => {
    const { keys, versions, lookAt } = world({ datasetId: 'd', seenVersion: 3 }, [3]);
    await lookAt('2026-01-01T00:00:00Z');
    expect(keys).toEqual([]);
    versions.push(4, 5);
    await lookAt('2026-01-01T00:01:00Z');
    await lookAt('2026-01-01T00:02:00Z');
    expect(keys).toEqual(['schedule s version 5']);
  });
});

describe('the next time of a cron', () => {
  it('is that of its time zone, over the change to summer time', () => {
    const berlin = { cron: '30 6 * * 1', timezone: 'Europe/Berlin' };
    expect(nextTime(berlin, new Date('2026-03-24T00:00:00Z'))).toEqual(
      new Date('2026-03-30T04:30:00Z'),
    );
  });

  it.each([
    ['61 * * * *', 'UTC'],
    ['* * * *', 'UTC'],
    ['* * * * * *', 'UTC'],
    ['0 0 31 2 *', 'UTC'],
    ['0 6 * * *', 'Mars/Olympus'],
    ['tomorrow', 'UTC'],
  ])('is refused for %s in %s', (cron, timezone) => {
    expect(() => nextTime({ cron, timezone }, new Date(0))).toThrow(
      expect.objectContaining({ code: 'schedule.cron' }),
    );
  });
});
