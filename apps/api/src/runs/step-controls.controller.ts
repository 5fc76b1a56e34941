import { routes, type Routes, type StepRunState } from '@graft/contracts';
import type { CourseWish, StepDecision } from '@graft/db';
import { UserError } from '@graft/errors';
import { catalogue } from '@graft/nodes';
import { Controller, Inject } from '@nestjs/common';
import { Handle, Input, type RouteInput } from '../platform/handle';
import { SERVICES, type Services } from '../platform/services';

type StepInput = Pick<RouteInput<Routes['retryStep']>, 'caller' | 'params'>;

interface ControlledStep {
  runId: string;
  stepId: string;
  state: StepRunState;
}

/** What a person does about a single step. */
@Controller()
export class StepControlsController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Handle(routes.finishStep)
  finish(@Input() input: RouteInput<Routes['finishStep']>): Promise<ControlledStep> {
    return this.changeCourse(input, { finishEarly: true });
  }

  @Handle(routes.setLearningRate)
  setLearningRate(@Input() input: RouteInput<Routes['setLearningRate']>): Promise<ControlledStep> {
    return this.changeCourse(input, { learningRate: input.body.value });
  }

  @Handle(routes.retryStep)
  retry(@Input() input: RouteInput<Routes['retryStep']>): Promise<ControlledStep> {
    return this.decide(input, 'retry');
  }

  @Handle(routes.skipStep)
  skip(@Input() input: RouteInput<Routes['skipStep']>): Promise<ControlledStep> {
    return this.decide(input, 'skip');
  }

  @Handle(routes.endStep)
  end(@Input() input: RouteInput<Routes['endStep']>): Promise<ControlledStep> {
    return this.decide(input, 'end');
  }

  /** The wish is a row that the step's worker looks at: it needs no Temporal and outlives everything. */
  private async changeCourse(
    { caller, params }: StepInput,
    wish: CourseWish,
  ): Promise<ControlledStep> {
    const { runs, steps } = this.services.database;
    const run = await runs.find(caller.workspaceId, params.runId);
    const row = run?.steps.find(({ stepId }) => stepId === params.stepId);
    if (row && catalogue.get(row.kind)?.step?.changeable !== true) throw noCourse(row.kind);
    const state = await steps.wish({ workspaceId: caller.workspaceId, ...params }, wish);
    return { ...params, state };
  }

  /** The row is changed first: should the workflow not hear of it, the reconciler tells it again. */
  private async decide(
    { caller, params }: StepInput,
    decision: StepDecision,
  ): Promise<ControlledStep> {
    const { database, workflows, logger } = this.services;
    const step = { workspaceId: caller.workspaceId, ...params };
    const { state, decided } = await database.steps.decide(step, decision);
    if (decided) {
      await workflows
        .tellDecision(decided)
        .then(() => database.steps.markTold(decided))
        .catch((error: unknown) => {
          logger.warn({ err: error, ...params }, 'a workflow could not be told of a decision');
        });
    }
    return { ...params, state };
  }
}

function noCourse(kind: string): UserError {
  return new UserError({
    code: 'step.not-changeable',
    status: 409,
    message: `A step of the kind ${kind} has no course that could be changed: only trainings have.`,
  });
}
