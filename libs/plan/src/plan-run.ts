import { explainDifference } from './explain-difference';
import type { Plan, Step } from './plan';

/** Outputs that are there: the run that made them, and when, as an ISO date. */
export interface KnownResult {
  readonly from: string;
  readonly since: string;
}

/** What is already there, by key. */
export interface KnownResults {
  /** Key of a step -> its outputs. */
  readonly outputs: ReadonlyMap<string, KnownResult>;
  /** Key of a step -> the newest committed checkpoint of a run that did not end. */
  readonly checkpoints: ReadonlyMap<string, { epoch: number }>;
  /** Key of a step -> id of the run that computes it right now. */
  readonly running?: ReadonlyMap<string, string>;
  /** Step id -> the changed result that an earlier run of the line kept: docs/adr/0010-courses.md. */
  readonly kept?: ReadonlyMap<string, KnownResult>;
}

/** A plan with the step of each node that runs: what two plans are compared by. */
export interface MappedPlan {
  readonly plan: Plan;
  readonly nodeSteps: Readonly<Record<string, string>>;
}

export type StepDecision =
  /** The outputs are there. */
  | ({ action: 'HIT' } & KnownResult)
  /** Goes on in this epoch. */
  | { action: 'RESUME'; epoch: number }
  /** Another run computes the same right now: its result is awaited. */
  | { action: 'WAIT'; for: string }
  /** Runs from the start; `reason` says why, in words. */
  | { action: 'RUN'; reason: string };

const NOBODY: ReadonlySet<string> = new Set();

/**
 * What each step of a plan will do, known before anything runs. With the plan of an earlier run of
 * the same graph, the reason names what differs.
 * @param rerun steps that a person wants to run again, whatever is there
 */
export function planRun(
  current: MappedPlan,
  known: KnownResults,
  previous?: MappedPlan,
  rerun: ReadonlySet<string> = NOBODY,
): Record<string, StepDecision> {
  const before = previous === undefined ? undefined : indexRoles(previous);
  const roles = indexRoles(current);
  const decisions: Record<string, StepDecision> = {};
  const changed = new Set<string>();
  for (const step of current.plan.steps) {
    const earlier = [...roles]
      .filter(([, each]) => each.id === step.id)
      .flatMap(([role]) => before?.get(role) ?? [])[0];
    const inputsChanged = step.needs.some((id) => changed.has(id));
    const decision = rerun.has(step.id)
      ? AGAIN
      : inputsChanged
        ? AFTER_CHANGE
        : decide(step, current, known, earlier, previous);
    decisions[step.id] = decision;
    if (inputsChanged || isKept(decision, step, known)) changed.add(step.id);
  }
  return decisions;
}

const AGAIN: StepDecision = { action: 'RUN', reason: 'you asked for it to run again' };
const AFTER_CHANGE: StepDecision = {
  action: 'RUN',
  reason: 'a result that it needs went another course than planned',
};

/** What comes after a changed result is computed anew: stored results are of the planned one. */
function isKept(decision: StepDecision, step: Step, known: KnownResults): boolean {
  return decision.action === 'HIT' && !known.outputs.has(step.key);
}

function decide(
  step: Step,
  current: MappedPlan,
  known: KnownResults,
  earlier: Step | undefined,
  previous: MappedPlan | undefined,
): StepDecision {
  if (!step.cacheable) return { action: 'RUN', reason: 'it has an effect, so it runs every time' };
  const there = known.outputs.get(step.key) ?? known.kept?.get(step.id);
  if (there !== undefined) return { action: 'HIT', ...there };
  const running = known.running?.get(step.key);
  if (running !== undefined) return { action: 'WAIT', for: running };
  const checkpoint = known.checkpoints.get(step.key);
  if (checkpoint !== undefined) return { action: 'RESUME', epoch: checkpoint.epoch };
  if (previous === undefined) return { action: 'RUN', reason: 'it has not run before' };
  if (earlier === undefined) return { action: 'RUN', reason: 'it was not part of the earlier run' };
  if (earlier.key === step.key) return { action: 'RUN', reason: 'its outputs are not stored' };
  return {
    action: 'RUN',
    reason: explainDifference({ step: earlier, ...previous }, { step, ...current }),
  };
}

/**
 * Steps by the part they play in the graph: `train` for the step of that node, `train:features:data`
 * for the extraction that its port reads. Step ids can't be compared between plans.
 */
function indexRoles({ plan, nodeSteps }: MappedPlan): Map<string, Step> {
  const byId = new Map(plan.steps.map((step) => [step.id, step]));
  const roles = new Map<string, Step>();
  for (const [nodeId, stepId] of Object.entries(nodeSteps)) {
    const step = byId.get(stepId);
    if (step === undefined) continue;
    roles.set(nodeId, step);
    for (const [port, extraction] of Object.entries(step.features?.steps ?? {})) {
      const reader = byId.get(extraction);
      if (reader !== undefined) roles.set(`${nodeId}:features:${port}`, reader);
    }
  }
  return roles;
}
