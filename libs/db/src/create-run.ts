import type { Json } from '@graft/graph';
import type { Plan, Step } from '@graft/plan';
import { v7 } from './uuid';
import { insertEvents } from './events';
import { insertVersion } from './pipeline-repository';
import { toJson, type Client, type Queryable } from './prisma';

export type RunPriority = 'low' | 'normal' | 'high';

export interface NewRun {
  workspaceId: string;
  /** Given by the caller to make a repeated call harmless; else made here. */
  runId?: string;
  /** An existing version, or a graph that becomes one: unnamed, of a pipeline or of none. */
  version: { id: string } | { pipelineId: string | null; graph: unknown; name?: string | null };
  plan: Plan;
  planDigest: string;
  /** Node id -> step id. */
  nodeSteps: Readonly<Record<string, string>>;
  /** `node.param` -> value. */
  overrides: Readonly<Record<string, Json>>;
  parentId?: string | null;
  /** Steps that are computed although their results may be there. */
  fresh?: ReadonlySet<string>;
  priority?: RunPriority;
}

/** See RunRepository.create. */
export async function createRun(
  client: Client,
  run: NewRun,
): Promise<{ runId: string; created: boolean }> {
  const runId = run.runId ?? v7();
  try {
    await client.$transaction((tx) => insertRun(tx, run, runId));
    return { runId, created: true };
  } catch (error) {
    if (error instanceof AlreadyThere) return { runId, created: false };
    throw error;
  }
}

/** Undoes what was written before the row of the run was found to be there. */
class AlreadyThere extends Error {}

async function insertRun(tx: Queryable, run: NewRun, runId: string): Promise<void> {
  const { workspaceId } = run;
  await tx.plan.createMany({
    data: [{ workspaceId, digest: run.planDigest, body: toJson(run.plan) }],
    skipDuplicates: true,
  });
  const versionId = 'id' in run.version ? run.version.id : await addVersion(tx, run);
  // Of two calls with one id the second waits here until the first has ended, then it finds the row.
  const { count } = await tx.run.createMany({
    data: [
      {
        ...{ id: runId, workspaceId, versionId, planDigest: run.planDigest },
        nodeSteps: toJson(run.nodeSteps),
        overrides: toJson(run.overrides),
        parentId: run.parentId ?? null,
        priority: run.priority ?? 'normal',
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) throw new AlreadyThere();
  await tx.stepRun.createMany({
    data: run.plan.steps.map((step) => ({
      ...toStepRow(workspaceId, runId, step),
      fresh: run.fresh?.has(step.id) ?? false,
    })),
  });
  await tx.outbox.createMany({ data: [{ runId }] });
  await insertEvents(tx, { workspaceId, runId }, [
    { type: 'run-state', state: 'waiting', error: null },
  ]);
}

async function addVersion(tx: Queryable, { workspaceId, version }: NewRun): Promise<string> {
  if ('id' in version) return version.id;
  const { pipelineId, graph, name } = version;
  return (await insertVersion(tx, workspaceId, pipelineId, graph, name ?? null)).id;
}

function toStepRow(workspaceId: string, runId: string, { id, kind, key, needs }: Step) {
  return { workspaceId, runId, stepId: id, kind, key, needs: [...needs] };
}
