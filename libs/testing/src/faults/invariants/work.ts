import type { RunEvent } from '@graft/contracts';
import type { Evidence, RunEvidence, StepEvidence } from '../collect-evidence';
import { countBatches, countEpochs, expectWeights } from '../expected-weights';

export type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

export function eventsOf<Type extends RunEvent['type']>(
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

export function eachStep(
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
