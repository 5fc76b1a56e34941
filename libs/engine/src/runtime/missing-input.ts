import { UnexpectedError } from '@graft/errors';
import type { Step } from '@graft/plan';

/** The plan, or the supervisor, left out something that a step reads: `step.no-model` and the like. */
export function missingInput(
  step: Step,
  what: 'model' | 'data' | 'features' | 'output',
  name: string,
): UnexpectedError {
  return new UnexpectedError({
    code: `step.no-${what}`,
    message: `Step ${step.id} was started without the ${what} "${name}".`,
  });
}
