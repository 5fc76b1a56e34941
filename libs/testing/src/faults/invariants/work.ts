import type { RunEvent } from '@graft/contracts';
import type { Evidence, RunEvidence, StepEvidence } from '../collect-evidence';
import { BATCHES, countBatches, countEpochs, expectWeights } from '../expected-weights';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

function eventsOf<Type extends RunEvent['type']>(
  { events }: RunEvidence,
  type: Type,
  stepId: string,
): EventOf<Type>[] {
  return events.filter(
    (event): event is EventOf<Type> =>
      event.type === type && 'stepId' in event && event.stepId === stepId,
  );
}

/** What the step's parameters are, by its plan. */
function paramsOf({ plan }: RunEvidence, { stepId }: StepEvidence): Record<string, unknown> {
  return plan.steps.find(({ id }) => id === stepId)?.params ?? {};
}

function eachStep(
  { runs }: Evidence,
  state: string,
  look: (run: RunEvidence, step: StepEvidence) => string[],
): string[] {
  return runs.flatMap((run) =>
    run.steps
      .filter((step) => state === 'any' || step.state === state)
      .flatMap((step) =>
        look(run, step).map((what) => `step ${step.stepId} of run ${run.runId} ${what}`),
      ),
  );
}

/** Rows of the history and of the events: each epoch is there; a resume may tell one again. */
export function checkRows(evidence: Evidence): string[] {
  return eachStep(evidence, 'succeeded', (run, step) => {
    const params = paramsOf(run, step);
    const wanted = Array.from({ length: countEpochs(params) }, (_, at) => at + 1).join();
    const rows = JSON.parse(step.history ?? '[]') as { epoch: number }[];
    const told = eventsOf(run, 'metrics', step.stepId).flatMap((event) => event.rows);
    const epochs = [...new Set(told.map(({ epoch }) => epoch))].sort((a, b) => a - b);
    const done = step.outputs?.summary['done'];
    const said: string[] = [];
    if (rows.map(({ epoch }) => epoch).join() !== wanted) said.push('has gaps in its history');
    if (epochs.join() !== wanted) said.push(`has told of the epochs ${epochs.join()} only`);
    if (done !== countBatches(params)) said.push(`has done ${JSON.stringify(done)} batches`);
    return said;
  });
}

export function checkWeights({ runs }: Evidence): string[] {
  return runs.flatMap((run) => {
    const expected = expectWeights(run.plan);
    return run.steps
      .filter(({ state }) => state === 'succeeded' || state === 'reused')
      .filter(({ stepId, weights }) => weights !== expected.get(stepId))
      .map(({ stepId }) => `step ${stepId} of run ${run.runId} has other weights`);
  });
}

const placeOf = ({ checkpoint }: EventOf<'checkpoint'>) =>
  checkpoint.epoch * BATCHES + checkpoint.batch;

/** Where other runs have checkpoints of the same training: this one may go on from them. */
function listLent({ runs }: Evidence, run: RunEvidence, stepId: string): number[] {
  const others = runs.filter((other) => other !== run);
  return others.flatMap((other) => eventsOf(other, 'checkpoint', stepId).map(placeOf));
}

/**
 * An attempt begins at the newest checkpoint that was committed before it, and checkpoints are not
 * farther apart than the interval of the test profile, one epoch.
 */
export function checkRedone(evidence: Evidence): string[] {
  return eachStep(evidence, 'any', (run, { stepId }) => {
    const said: string[] = [];
    const lent = listLent(evidence, run, stepId);
    let [committed, begins] = [0, false];
    for (const event of run.events) {
      if (!('stepId' in event) || event.stepId !== stepId) continue;
      if (event.type === 'step-state') begins = event.state === 'running';
      if (event.type === 'checkpoint') {
        const place = placeOf(event);
        const from = [committed, ...lent].some(
          (start) => start < place && place <= start + BATCHES,
        );
        if (place > committed && !from)
          said.push(`has no checkpoint from ${committed} to ${place}`);
        committed = place;
      }
      if (event.type !== 'progress' || !begins) continue;
      const place = (event.progress.epoch ?? 0) * BATCHES + (event.progress.batch ?? 0);
      if (place < committed) said.push(`went back from ${committed} to ${place}`);
      begins = false;
    }
    return said;
  });
}

export function checkOrder(evidence: Evidence): string[] {
  const gaps = evidence.runs
    .filter(({ events }) => events.some(({ seq }, at) => seq !== at + 1))
    .map(({ runId }) => `the events of run ${runId} have gaps`);
  const steps = eachStep(evidence, 'any', (run, { stepId, fence }) => {
    const said: string[] = [];
    const takes = eventsOf(run, 'step-state', stepId).filter(({ state }) => state === 'running');
    if (takes.length !== fence) said.push(`was taken ${takes.length} times, its fence is ${fence}`);
    const seqs = eventsOf(run, 'checkpoint', stepId).map(({ checkpoint }) => checkpoint.seq);
    if (seqs.some((seq, at) => at > 0 && seq <= (seqs[at - 1] ?? 0))) {
      said.push(`has checkpoints in the order ${seqs.join()}`);
    }
    return said;
  });
  return [...gaps, ...steps];
}
