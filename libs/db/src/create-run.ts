import type { RunEventBody } from '@graft/contracts';
import type { Json } from '@graft/graph';
import type { Plan } from '@graft/plan';
import { EVENT_CHANNEL } from './events';
import { nextNumber } from './pipeline-repository';
import type { Client, Queryable } from './prisma';
import { v7 } from './uuid';

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
  const { workspaceId, version } = run;
  if ('id' in version || version.pipelineId === null) {
    return { runId, created: await insertRun(client, run, runId, 1) };
  }
  const { pipelineId } = version;
  const created = await client.$transaction(async (tx) =>
    insertRun(tx, run, runId, await nextNumber(tx, workspaceId, pipelineId)),
  );
  return { runId, created };
}

/**
 * Everything that accepting a run writes, in one statement: the row of the run decides, and where it was
 * there already nothing else is written. Of two calls with one id the second waits for the first.
 * @param number of the version that is made
 * @returns whether the run is new
 */
async function insertRun(
  on: Queryable,
  run: NewRun,
  runId: string,
  number: number,
): Promise<boolean> {
  const { workspaceId, version } = run;
  const made = 'id' in version ? null : describeVersion(version, number);
  const versionId = 'id' in version ? version.id : v7();
  const event: RunEventBody = { type: 'run-state', state: 'waiting', error: null };
  const rows = await on.$queryRaw<unknown[]>`
    WITH run AS (
      INSERT INTO "Run" ("id", "workspaceId", "versionId", "planDigest", "nodeSteps", "overrides",
                         "parentId", "priority", "lastSeq")
      VALUES (${runId}::uuid, ${workspaceId}::uuid, ${versionId}::uuid, ${run.planDigest},
              ${JSON.stringify(run.nodeSteps)}::jsonb, ${JSON.stringify(run.overrides)}::jsonb,
              ${run.parentId ?? null}::uuid, ${run.priority ?? 'normal'}::"RunPriority", 1)
      ON CONFLICT DO NOTHING
      RETURNING "id", "workspaceId"
    ), plan AS (
      INSERT INTO "Plan" ("workspaceId", "digest", "body")
      SELECT run."workspaceId", ${run.planDigest}, ${JSON.stringify(run.plan)}::jsonb FROM run
      ON CONFLICT DO NOTHING
    ), version AS (
      INSERT INTO "PipelineVersion" ("id", "workspaceId", "pipelineId", "number", "name", "graph")
      SELECT ${versionId}::uuid, run."workspaceId", given."pipelineId", given."number", given."name",
             given."graph"
      FROM run, jsonb_to_record(${JSON.stringify(made)}::jsonb)
        AS given("pipelineId" uuid, "number" int, "name" text, "graph" jsonb)
      WHERE given."number" IS NOT NULL
    ), steps AS (
      INSERT INTO "StepRun" ("workspaceId", "runId", "stepId", "kind", "key", "needs", "fresh")
      SELECT run."workspaceId", run."id", given."stepId", given."kind", given."key", given."needs",
             given."fresh"
      FROM run, jsonb_to_recordset(${JSON.stringify(describeSteps(run))}::jsonb)
        AS given("stepId" text, "kind" text, "key" text, "needs" text[], "fresh" boolean)
    ), outbox AS (
      INSERT INTO "Outbox" ("runId") SELECT run."id" FROM run
    ), event AS (
      INSERT INTO "RunEvent" ("workspaceId", "runId", "seq", "type", "body")
      SELECT run."workspaceId", run."id", 1, ${event.type}, ${JSON.stringify(event)}::jsonb FROM run
    )
    SELECT pg_notify(${EVENT_CHANNEL}, run."id" || ':1')::text FROM run`;
  return rows.length > 0;
}

function describeVersion(version: Extract<NewRun['version'], { graph: unknown }>, number: number) {
  const { pipelineId, graph, name } = version;
  return { pipelineId, number, name: name ?? null, graph };
}

function describeSteps({ plan, fresh }: NewRun) {
  return plan.steps.map(({ id, kind, key, needs }) => ({
    ...{ stepId: id, kind, key, needs },
    fresh: fresh?.has(id) ?? false,
  }));
}
