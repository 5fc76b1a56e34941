import type { Database, DueSchedule } from '@graft/db';
import { GraftError } from '@graft/errors';
import type { Logger } from 'pino';
import { lookEvery } from '../platform/look-every';
import { nextTime } from './cron-times';

const LOOK_MS = 10_000;
/** How often it is looked whether a data set has a new version. */
const DATA_MS = 15_000;

export interface ClockParts {
  schedules: Pick<Database['schedules'], 'listDue' | 'advance'>;
  /** Starts a run of a pipeline once for each key. @returns its id */
  start: (schedule: DueSchedule['schedule'], key: string) => Promise<string>;
  logger: Logger;
  now?: () => Date;
}

/**
 * Starts runs whose time has come. The rows say when: whoever dies between starting a run and moving its schedule
 * on starts the same run again, which is the run that is there. Times that passed while nobody looked count once.
 */
export class ScheduleClock {
  readonly #looking: { close(): Promise<void> };

  constructor(
    private readonly parts: ClockParts,
    lookMs = LOOK_MS,
  ) {
    this.#looking = lookEvery(lookMs, () => this.look());
  }

  close(): Promise<void> {
    return this.#looking.close();
  }

  /** Looks once; called by the timer. */
  async look(): Promise<void> {
    const { schedules, logger, now = () => new Date() } = this.parts;
    let due: DueSchedule[];
    try {
      due = await schedules.listDue(now());
    } catch (error) {
      logger.warn({ err: error }, 'schedules wait: the database did not say whose time has come');
      return;
    }
    for (const each of due) {
      try {
        await this.#serve(each, now());
      } catch (error) {
        // It stays due, under the same key. The others don't wait for it.
        const scheduleId = each.schedule.id;
        logger.warn(
          { err: error, scheduleId },
          'a scheduled run could not be started: it is tried again',
        );
      }
    }
  }

  async #serve({ schedule, version }: DueSchedule, now: Date): Promise<void> {
    const { schedules } = this.parts;
    const { cron, timezone } = schedule;
    if (cron !== null) {
      const key = schedule.nextAt.toISOString();
      const next = nextTime({ cron, timezone: timezone ?? 'UTC' }, now);
      return this.#start(schedule, key, next, {});
    }
    const next = new Date(now.getTime() + DATA_MS);
    if (version === null || version === schedule.seenVersion) {
      return schedules.advance(schedule, next);
    }
    return this.#start(schedule, `version ${String(version)}`, next, { seenVersion: version });
  }

  /** A graph that is wrong is said to a person and not tried again before its next time. */
  async #start(
    schedule: DueSchedule['schedule'],
    key: string,
    next: Date,
    change: { seenVersion?: number },
  ): Promise<void> {
    const { schedules, start, logger, now = () => new Date() } = this.parts;
    try {
      const lastRunId = await start(schedule, `schedule ${schedule.id} ${key}`);
      await schedules.advance(schedule, next, {
        ...{ ...change, lastRunId, lastAt: now(), problem: null },
      });
    } catch (error) {
      if (!(error instanceof GraftError) || error.errorClass !== 'user') throw error;
      logger.warn({ scheduleId: schedule.id, code: error.code }, 'a scheduled run was refused');
      await schedules.advance(schedule, next, { ...change, problem: error.message });
    }
  }
}
