import type { RunEventBody } from '@graft/contracts';
import type { Json } from '@graft/graph';
import type { Plan } from '@graft/plan';
import { EVENT_CHANNEL } from './events';
import { nextNumber } from './pipeline-repository';
import { splitPlan, type StoredModels } from './plan-models';
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
  /** The best one is to be registered once the run has ended: see BestRepository. */
  registerBest?: boolean;
}

/** See RunRepository.create. */
export async function createRun(
  client: Client,
  run: NewRun,
  stored: StoredModels,
): Promise<{ runId: string; created: boolean }> {
  const runId = run.runId ?? v7();
  const { workspaceId, version } = run;
  if ('id' in version || version.pipelineId === null) {
    return { runId, created: await insertWithModels(client, run, runId, 1, stored) };
  }
  const { pipelineId } = version;
  const created = await client.$transaction(async (tx) =>
    insertWithModels(tx, run, runId, await nextNumber(tx, workspaceId, pipelineId), stored),
  );
  return { runId, created };
}

/** Sends the specs that are not known to be stored; all of them, where one turns out not to be. */
async function insertWithModels(
  on: Queryable,
  run: NewRun,
  runId: string,
  number: number,
  stored: StoredModels,
): Promise<boolean> {
  const { workspaceId, plan } = run;
  const known = stored.listKnown(workspaceId, Object.keys(plan.models));
  const first = await insertRun(on, run, runId, number, known);
  if (first === 'models-are-gone') stored.forget(workspaceId, known);
  const result = first === 'models-are-gone' ? await insertRun(on, run, runId, number, []) : first;
  stored.remember(workspaceId, Object.keys(plan.models));
  return result === 'created';
}

/**
 * Everything that accepting a run writes, in one statement: the row of the run decides, and where it was
 * there already nothing else is written. Of two calls with one id the second waits for the first.
 * @param number of the version that is made
 * @param known digests of models whose specs need not be sent; nothing is written where one is not stored
 */
async function insertRun(
  on: Queryable,
  run: NewRun,
  runId: string,
  number: number,
  known: readonly string[],
): Promise<'created' | 'there' | 'models-are-gone'> {
  const { workspaceId, version } = run;
  const made = 'id' in version ? null : describeVersion(version, number);
  const versionId = 'id' in version ? version.id : v7();
  const event: RunEventBody = { type: 'run-state', state: 'waiting', error: null };
  const { body, models } = splitPlan(run.plan, known);
  const rows = await on.$queryRaw<{ complete: boolean; created: boolean }[]>`
    WITH known AS (
      SELECT count(*) = ${known.length}::int AS "complete" FROM "PlanModel"
      WHERE "workspaceId" = ${workspaceId}::uuid
        AND "digest" IN (SELECT jsonb_array_elements_text(${JSON.stringify(known)}::jsonb))
    ), run AS (
      INSERT INTO "Run" ("id", "workspaceId", "versionId", "planDigest", "nodeSteps", "overrides",
                         "parentId", "priority", "lastSeq")
      SELECT ${runId}::uuid, ${workspaceId}::uuid, ${versionId}::uuid, ${run.planDigest},
             ${JSON.stringify(run.nodeSteps)}::jsonb, ${JSON.stringify(run.overrides)}::jsonb,
             ${run.parentId ?? null}::uuid, ${run.priority ?? 'normal'}::"RunPriority", 1
      FROM known WHERE known."complete"
      ON CONFLICT DO NOTHING
      RETURNING "id", "workspaceId"
    ), model AS (
      INSERT INTO "PlanModel" ("workspaceId", "digest", "body")
      SELECT run."workspaceId", given.key, given.value
      FROM run, jsonb_each(${models}::jsonb) AS given
      ON CONFLICT DO NOTHING
    ), plan AS (
      INSERT INTO "Plan" ("workspaceId", "digest", "body")
      SELECT run."workspaceId", ${run.planDigest}, ${body}::jsonb FROM run
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
    ), best AS (
      INSERT INTO "BestWish" ("runId", "workspaceId", "withRun")
      SELECT run."id", run."workspaceId", true FROM run WHERE ${run.registerBest ?? false}
    ), outbox AS (
      INSERT INTO "Outbox" ("runId") SELECT run."id" FROM run
    ), event AS (
      INSERT INTO "RunEvent" ("workspaceId", "runId", "seq", "type", "body")
      SELECT run."workspaceId", run."id", 1, ${event.type}, ${JSON.stringify(event)}::jsonb FROM run
    )
    SELECT known."complete", run."id" IS NOT NULL AS "created",
           CASE WHEN run."id" IS NOT NULL
                THEN pg_notify(${EVENT_CHANNEL}, run."id" || ':1')::text END
    FROM known LEFT JOIN run ON true`;
  if (rows[0]?.complete !== true) return 'models-are-gone';
  return rows[0].created ? 'created' : 'there';
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
