import * as words from '#words/runs';

/** Why a step is where it is: in words, and the run that has computed it where there is one. */
export interface ReadReason {
  readonly text: string;
  readonly runId: string | null;
}

const COMPUTED = /^computed by run ([0-9a-f-]{36})$/;

/** Takes the id of a run out of a reason: people know runs by name and date. */
export function readReason(reason: string): ReadReason {
  const runId = COMPUTED.exec(reason)?.[1] ?? null;
  return runId === null ? { text: reason, runId } : { text: words.computedByAnEarlierRun, runId };
}
