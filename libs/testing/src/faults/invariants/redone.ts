import { countDoneAgain, type AttemptWork, type DoneAgain } from '../../engine-work';
import type { Evidence, RunEvidence } from '../collect-evidence';
import { BATCHES } from '../expected-weights';
import { eachStep, eventsOf, type EventOf } from './work';

const placeOf = ({ checkpoint }: EventOf<'checkpoint'>) =>
  checkpoint.epoch * BATCHES + checkpoint.batch;

const keyOf = ({ plan }: RunEvidence, stepId: string) =>
  plan.steps.find(({ id }) => id === stepId)?.key;

/** Where other runs have checkpoints of the same training: this one may go on from them. */
function listLent({ runs }: Evidence, run: RunEvidence, stepId: string): number[] {
  const key = keyOf(run, stepId);
  return runs
    .filter((other) => other !== run && keyOf(other, stepId) === key)
    .flatMap((other) => eventsOf(other, 'checkpoint', stepId).map(placeOf));
}

/** The newest checkpoint of a run's own that was there when an attempt took the step; 0 without any. */
function findCommitted({ events }: RunEvidence, stepId: string, fence: number): number {
  let [takes, committed] = [0, 0];
  for (const event of events) {
    if (!('stepId' in event) || event.stepId !== stepId) continue;
    if (event.type === 'step-state' && event.state === 'running') takes += 1;
    if (takes === fence) break;
    if (event.type === 'checkpoint') committed = Math.max(committed, placeOf(event));
  }
  return committed;
}

/** Checkpoints are not farther apart than the interval of the test profile, one epoch. */
function checkDistances(run: RunEvidence, stepId: string, lent: readonly number[]): string[] {
  const said: string[] = [];
  let committed = 0;
  for (const place of eventsOf(run, 'checkpoint', stepId).map(placeOf)) {
    const near = [committed, ...lent].some((from) => from < place && place <= from + BATCHES);
    if (place > committed && !near) said.push(`has no checkpoint from ${committed} to ${place}`);
    committed = place;
  }
  return said;
}

/** An attempt begins exactly where the newest checkpoint was committed before it took the step. */
function checkBegins(
  run: RunEvidence,
  stepId: string,
  work: readonly AttemptWork[],
  lent: readonly number[],
): string[] {
  return work.flatMap(({ fence, begins }) => {
    const committed = findCommitted(run, stepId, fence);
    const right = begins === committed || (begins > committed && lent.includes(begins));
    return right ? [] : [`began attempt ${fence} at ${begins}, the checkpoint is at ${committed}`];
  });
}

/** What is done again is an interval and a batch, and what was done while a checkpoint was on its way. */
function checkDoneAgain(work: readonly AttemptWork[]): string[] {
  return countDoneAgain(work).flatMap(({ fence, batches, onTheWay }) =>
    batches - onTheWay <= BATCHES + 1
      ? []
      : [`did ${batches} batches again in attempt ${fence}, ${onTheWay} for a late checkpoint`],
  );
}

/** What each attempt of each step has done again. */
export function listDoneAgain({ runs }: Evidence): DoneAgain[] {
  return runs.flatMap(({ steps }) => steps.flatMap(({ work }) => countDoneAgain(work)));
}

export function checkRedone(evidence: Evidence): string[] {
  return eachStep(evidence, 'any', (run, { stepId, work }) => {
    const lent = listLent(evidence, run, stepId);
    return [
      ...checkDistances(run, stepId, lent),
      ...checkBegins(run, stepId, work, lent),
      ...checkDoneAgain(work),
    ];
  });
}
