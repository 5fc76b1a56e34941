import * as words from '#words/runs';
import { formatAge } from '../frame/format';

/** Why a step is where it is: in words, and the run that has computed it, and when, where there is one. */
export interface ReadReason {
  readonly text: string;
  readonly runId: string | null;
  readonly since: string | null;
}

const COMPUTED = /^computed by run ([0-9a-f-]{36})(?: at (\S+))?$/;

/** Takes the id of a run out of a reason: people know runs by name and date. */
export function readReason(reason: string, now = Date.now()): ReadReason {
  const [, runId, since = null] = COMPUTED.exec(reason) ?? [];
  if (runId === undefined) return { text: reason, runId: null, since };
  const run = words.anEarlierRun;
  const named = since === null ? run : words.runAndAge(run, formatAge(since, now));
  return { text: words.computedBy.replace('{run}', named), runId, since };
}
