import { PLAN_FORMAT, type Plan, type Step, type StepOutputs } from '@graft/plan';
import type { Database } from './database';

/** Digest-like text from a few letters. */
export const digestOf = (mark: string): string => mark.repeat(64).slice(0, 64);

export function makeStep(id: string, change: Partial<Step> = {}): Step {
  return {
    id,
    kind: 'train',
    implementation: 1,
    key: `key-${id}`,
    resource: 'cpu',
    cacheable: true,
    timeLimitSeconds: 600,
    params: {},
    models: {},
    data: {},
    artifacts: {},
    needs: [],
    ...change,
  };
}

export function makePlan(steps: Step[]): Plan {
  return { format: PLAN_FORMAT, interpreter: 1, steps, models: {} };
}

export function makeOutputs(mark: string): StepOutputs {
  return {
    artifacts: { model: { kind: 'weights', digest: digestOf(mark), bytes: 10 } },
    summary: { mark },
  };
}

/** A run of the given steps in the default workspace. */
export async function addRun(
  database: Database,
  steps: Step[],
): Promise<{ workspaceId: string; runId: string }> {
  const { workspaceId } = await database.workspaces.ensure('default', 'owner');
  const { runId } = await database.runs.create({
    workspaceId,
    version: { pipelineId: null, graph: { format: 'graft.graph/1', nodes: [], edges: [] } },
    plan: makePlan(steps),
    planDigest: steps.map((step) => step.key).join(),
    nodeSteps: {},
    overrides: {},
  });
  return { workspaceId, runId };
}
