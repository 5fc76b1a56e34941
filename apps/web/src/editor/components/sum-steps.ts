import type { StepRunState } from '@graft/contracts';
import type { RunProgress, StepProgress } from '../../runs/run-progress';

/** Of several steps, what a person should look at first. */
const URGENCY: readonly StepRunState[] = [
  ...(['failed', 'parked', 'running', 'paused', 'waiting'] as const),
  ...(['cancelled', 'skipped', 'succeeded', 'reused'] as const),
];

const sums = new WeakMap<RunProgress, Map<string, StepProgress | null>>();

/**
 * The steps of the nodes inside a component as one: in the state of the most urgent, with the part of
 * all that is done. Null where none of them has a step. The same progress gives the same object.
 */
export function sumSteps(run: RunProgress, component: string): StepProgress | null {
  const known = sums.get(run) ?? new Map<string, StepProgress | null>();
  sums.set(run, known);
  const before = known.get(component);
  if (before !== undefined) return before;
  const inside = Object.values(run.steps).filter(({ nodes }) =>
    nodes.some((node) => node.startsWith(`${component}/`)),
  );
  const sum = addUp(inside);
  known.set(component, sum);
  return sum;
}

function addUp(steps: readonly StepProgress[]): StepProgress | null {
  const [first] = steps.toSorted((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state));
  if (first?.state !== 'running') return first ?? null;
  const done = steps.reduce((sum, step) => sum + readFraction(step), 0);
  const { progress } = first;
  if (progress === null) return first;
  return { ...first, progress: { ...progress, fraction: done / steps.length, secondsLeft: null } };
}

function readFraction({ state, progress }: StepProgress): number {
  if (state === 'running') return progress?.fraction ?? 0;
  return state === 'waiting' || state === 'paused' || state === 'parked' ? 0 : 1;
}
