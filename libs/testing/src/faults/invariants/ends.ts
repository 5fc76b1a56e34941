import { isTerminal } from '@graft/contracts';
import type { Evidence, RunEvidence } from '../collect-evidence';

/** One run for each accepted key, one terminal state, one terminal event, and that is its last. */
export function checkEnds({ runs }: Evidence): string[] {
  return runs.flatMap((run) => {
    const ends = run.events.flatMap((event) =>
      event.type === 'run-state' && isTerminal(event.state) ? [event] : [],
    );
    const last = run.events.at(-1);
    const said: string[] = [];
    if (run.copies !== 1) said.push(`exists ${run.copies} times`);
    if (!allowedEnds(run).includes(run.state)) said.push(`is ${run.state}`);
    if (ends.length !== 1) said.push(`has ${ends.length} terminal events`);
    if (ends[0] && ends[0].state !== run.state) said.push(`announced ${ends[0].state}`);
    if (ends[0] && last !== ends[0]) said.push(`went on after its end with ${last?.type}`);
    return said.map((what) => `run ${run.runId} ${what}`);
  });
}

/** A cancel may come too late; nothing that we do to a stack may make a run fail. */
function allowedEnds({ accepted: { wish } }: RunEvidence): string[] {
  return wish?.type === 'cancel' ? ['succeeded', 'cancelled'] : ['succeeded'];
}

export function checkTemporal({ runs, openWorkflows }: Evidence): string[] {
  const wrong = runs.filter(({ workflow }) => workflow !== 'COMPLETED');
  return [
    ...wrong.map(
      ({ runId, state, workflow }) =>
        `run ${runId} is ${state}, its workflow ${workflow ?? 'is not there'}`,
    ),
    ...openWorkflows.map((id) => `the workflow ${id} is still open`),
  ];
}

export function checkOutputs({ runs }: Evidence): string[] {
  return runs.flatMap((run) => [...checkCommits(run), ...checkModels(run)]);
}

function checkCommits({ runId, steps, events }: RunEvidence): string[] {
  return steps.flatMap(({ stepId, state, outputs }) => {
    const well = state === 'succeeded' || state === 'reused';
    const commits = events.filter(
      (event) =>
        event.type === 'step-state' &&
        event.stepId === stepId &&
        (event.state === 'succeeded' || event.state === 'reused'),
    );
    const said: string[] = [];
    if (commits.length !== (well ? 1 : 0)) said.push(`was committed ${commits.length} times`);
    if (well && !outputs) said.push('has no outputs');
    return said.map((what) => `step ${stepId} of run ${runId} ${what}`);
  });
}

function checkModels({ runId, state, models }: RunEvidence): string[] {
  const wanted = state === 'succeeded' ? 1 : models.length;
  const numbered = models.every(({ number }) => number === 1);
  if (models.length === wanted && models.length <= 1 && numbered) return [];
  const numbers = models.map(({ number }) => number).join(', ');
  return [`run ${runId} (${state}) has registered ${models.length} versions (${numbers})`];
}
