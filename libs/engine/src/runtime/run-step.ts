import { UnexpectedError } from '@graft/errors';
import { StepStopped, type StepDefinition, type StepResult } from '@graft/nodes/steps';
import type { EngineMessage } from '@graft/plan';
import { describeFailure } from './describe-failure';
import { KeptSpecs } from './kept-specs';
import { StepEnvironment, type StepServices } from './step-environment';

/** One engine runs one step at a time, so nobody else uses what is kept. */
const specs = new KeptSpecs();

/** Runs the step of a start message and gives the last message. Never rejects. */
export async function runStep(
  services: StepServices,
  steps: ReadonlyMap<string, StepDefinition>,
): Promise<EngineMessage> {
  try {
    return await runComplete({ ...services, start: await specs.complete(services.start) }, steps);
  } catch (thrown) {
    return describeFailure(thrown);
  }
}

async function runComplete(
  services: StepServices,
  steps: ReadonlyMap<string, StepDefinition>,
): Promise<EngineMessage> {
  const environment = new StepEnvironment(services);
  try {
    const result = await findStep(services, steps).run(environment);
    return conclude(result, environment);
  } catch (thrown) {
    if (thrown instanceof StepStopped) return { type: 'stopped', mode: thrown.mode };
    return describeFailure(thrown);
  } finally {
    await environment.close();
  }
}

function findStep(
  { start }: StepServices,
  steps: ReadonlyMap<string, StepDefinition>,
): StepDefinition {
  const definition = steps.get(start.step.kind);
  if (definition !== undefined) return definition;
  throw new UnexpectedError({
    code: 'step.unknown-kind',
    message: `This engine cannot run steps of kind "${start.step.kind}". Worker and plan are of different versions.`,
  });
}

function conclude(result: StepResult, environment: StepEnvironment): EngineMessage {
  if (result.ended === 'stopped') return { type: 'stopped', mode: result.mode };
  return {
    type: 'done',
    outputs: environment.offered,
    summary: result.summary,
    effects: [...(result.effects ?? [])],
    provenance: {
      ...environment.provenance,
      peakMemoryBytes: environment.peakMemory.read(),
      tensorsLeft: environment.tensors.countLeft(),
      tensorsGrown: environment.tensors.grownOverEpochs,
    },
    ended: result.ended,
  };
}
