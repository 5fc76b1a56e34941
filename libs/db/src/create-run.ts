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
  const { workspaceId } = run;
  return client.$transaction(async (tx) => {
    if (await isThere(tx, workspaceId, runId)) return { runId, created: false };
    await tx.plan.createMany({
      data: [{ workspaceId, digest: run.planDigest, body: toJson(run.plan) }],
      skipDuplicates: true,
    });
    const versionId = 'id' in run.version ? run.version.id : await addVersion(tx, run);
    await tx.run.create({
      data: {
        ...{ id: runId, workspaceId, versionId, planDigest: run.planDigest },
        nodeSteps: toJson(run.nodeSteps),
        overrides: toJson(run.overrides),
        parentId: run.parentId ?? null,
        priority: run.priority ?? 'normal',
      },
    });
    await tx.stepRun.createMany({
      data: run.plan.steps.map((step) => ({
        ...toStepRow(workspaceId, runId, step),
        fresh: run.fresh?.has(step.id) ?? false,
      })),
    });
    await tx.outbox.create({ data: { runId } });
    await insertEvents(tx, { workspaceId, runId }, [
      { type: 'run-state', state: 'waiting', error: null },
    ]);
    return { runId, created: true };
  });
}

/** Two calls with one id wait for each other; the second finds the row. */
async function isThere(tx: Queryable, workspaceId: string, runId: string): Promise<boolean> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${runId}, 0))::text`;
  const found = await tx.run.findUnique({
    where: { workspaceId_id: { workspaceId, id: runId } },
    select: { id: true },
  });
  return found !== null;
}

async function addVersion(tx: Queryable, { workspaceId, version }: NewRun): Promise<string> {
  if ('id' in version) return version.id;
  const { pipelineId, graph, name } = version;
  return (await insertVersion(tx, workspaceId, pipelineId, graph, name ?? null)).id;
}

function toStepRow(workspaceId: string, runId: string, { id, kind, key, needs }: Step) {
  return { workspaceId, runId, stepId: id, kind, key, needs: [...needs] };
}
