import { UserError } from '@graft/errors';
import { Cron } from 'croner';

/**
 * The first time after `after` that five fields of cron mean in a time zone.
 * @throws UserError `schedule.cron` for what is no cron, knows no such zone or never comes
 */
export function nextTime(
  { cron, timezone }: { cron: string; timezone: string },
  after: Date,
): Date {
  let next: Date | null;
  try {
    next = new Cron(cron, { timezone, paused: true, mode: '5-part' }).nextRun(after);
  } catch (error) {
    throw noCron(error instanceof Error ? error.message : String(error));
  }
  if (next === null) throw noCron('this time never comes');
  return next;
}

function noCron(reason: string): UserError {
  return new UserError({
    code: 'schedule.cron',
    message: `"minute hour day month weekday", as in "0 6 * * 1" for Mondays at six, and a time zone as in "Europe/Berlin" are wanted: ${reason}`,
  });
}
