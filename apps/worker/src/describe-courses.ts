import type { StepRun } from '@graft/db';
import type { Plan, Step } from '@graft/plan';

type CourseRow = Pick<
  StepRun,
  'stepId' | 'kind' | 'changed' | 'finishEarly' | 'learningRate' | 'microBatches'
>;

/** How the steps before one differed from their plan, a sentence each; empty when none did. */
export function describeCourses(plan: Plan, step: Step, rows: readonly CourseRow[]): string[] {
  const before = new Set(step.needs);
  // From the last step to the first: a step comes after all that it needs.
  for (const each of [...plan.steps].reverse()) {
    if (before.has(each.id)) for (const id of each.needs) before.add(id);
  }
  return rows
    .filter(({ stepId, changed }) => changed && before.has(stepId))
    .flatMap(describeCourse);
}

function describeCourse({ kind, finishEarly, learningRate, microBatches }: CourseRow): string[] {
  const facts = [
    ...(finishEarly ? ['was ended early by a person'] : []),
    ...(learningRate === null
      ? []
      : [`had its learning rate changed while it ran, the last time to ${learningRate}`]),
    ...(microBatches === 1
      ? []
      : [`computed each batch in ${microBatches} parts because memory ran out`]),
  ];
  return facts.length === 0 ? [] : [`The step ${kind} ${facts.join(', and ')}.`];
}
