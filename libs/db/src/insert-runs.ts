import type { RunEventBody } from '@graft/contracts';
import type { NewRun } from './create-run';
import { EVENT_CHANNEL } from './events';
import { Prisma } from './generated/client';
import { splitPlan } from './plan-models';
import type { Queryable } from './prisma';
import { v7 } from './uuid';

export interface RunToInsert {
  readonly run: NewRun;
  readonly runId: string;
  /** Of the version that is made. */
  readonly number: number;
  /** Digests of models whose specs need not be sent; nothing is written where one is not stored. */
  readonly known: readonly string[];
}

export type Inserted = 'created' | 'there' | 'models-are-gone';

/**
 * Everything that accepting runs writes, in one statement: the row of a run decides, and where it was there already
 * nothing else of it is written. Of two calls with one id the second waits for the first.
 * @returns what became of each, in their order
 */
export async function insertRuns(
  on: Queryable,
  runs: readonly RunToInsert[],
): Promise<readonly Inserted[]> {
  const first = new Map<string, RunToInsert>();
  for (const each of runs) if (!first.has(each.runId)) first.set(each.runId, each);
  const found = await insertDistinct(on, [...first.values()]);
  return runs.map((each) => {
    const inserted = found.get(each.runId) ?? 'models-are-gone';
    return inserted === 'created' && first.get(each.runId) !== each ? 'there' : inserted;
  });
}

const ACCEPTED: RunEventBody = { type: 'run-state', state: 'waiting', error: null };

/** Rows that several runs share are written in the order of their digests: two calls never wait for each other. */
async function insertDistinct(
  on: Queryable,
  runs: readonly RunToInsert[],
): Promise<ReadonlyMap<string, Inserted>> {
  const rows = await on.$queryRaw<{ id: string; complete: boolean; created: boolean }[]>`
    WITH given AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${`[${runs.map(describeRun).join(',')}]`}::jsonb) AS given(
        "id" uuid, "workspaceId" uuid, "versionId" uuid, "planDigest" text, "nodeSteps" jsonb,
        "overrides" jsonb, "parentId" uuid, "priority" text, "best" boolean, "known" jsonb,
        "models" jsonb, "plan" jsonb, "version" jsonb, "steps" jsonb)
    ), ${holdPlans()}, checked AS MATERIALIZED (
      SELECT given."id", held."digest" IS NOT NULL OR NOT EXISTS (
        SELECT FROM jsonb_array_elements_text(given."known") AS digest
        WHERE (given."workspaceId", digest) NOT IN (SELECT "workspaceId", "digest" FROM held_model)
      ) AS "complete"
      FROM given LEFT JOIN held_plan AS held
        ON held."workspaceId" = given."workspaceId" AND held."digest" = given."planDigest"
      -- Held before anything is written, also where the answer does not depend on it.
      WHERE (SELECT count(*) FROM held_model) >= 0
    ), run AS (
      INSERT INTO "Run" ("id", "workspaceId", "versionId", "planDigest", "nodeSteps", "overrides",
                         "parentId", "priority", "lastSeq")
      SELECT "id", "workspaceId", "versionId", "planDigest", "nodeSteps", "overrides", "parentId",
             "priority"::"RunPriority", 1
      FROM given JOIN checked USING ("id") WHERE "complete" ORDER BY "id"
      ON CONFLICT DO NOTHING
      RETURNING "id"
    ), new AS (
      SELECT given.* FROM given JOIN run USING ("id")
    ), model AS (
      INSERT INTO "PlanModel" ("workspaceId", "digest", "body")
      SELECT new."workspaceId", spec.key, spec.value FROM new, jsonb_each(new."models") AS spec
      ORDER BY 1, 2
      ON CONFLICT DO NOTHING
    ), plan AS (
      INSERT INTO "Plan" ("workspaceId", "digest", "body")
      SELECT "workspaceId", "planDigest", "plan" FROM new ORDER BY 1, 2
      ON CONFLICT DO NOTHING
    ), version AS (
      INSERT INTO "PipelineVersion" ("id", "workspaceId", "pipelineId", "number", "name", "graph")
      SELECT new."versionId", new."workspaceId", made."pipelineId", made."number", made."name", made."graph"
      FROM new, jsonb_to_record(new."version")
        AS made("pipelineId" uuid, "number" int, "name" text, "graph" jsonb)
      WHERE made."number" IS NOT NULL
    ), steps AS (
      INSERT INTO "StepRun" ("workspaceId", "runId", "stepId", "kind", "key", "needs", "fresh")
      SELECT new."workspaceId", new."id", step."stepId", step."kind", step."key", step."needs", step."fresh"
      FROM new, jsonb_to_recordset(new."steps")
        AS step("stepId" text, "kind" text, "key" text, "needs" text[], "fresh" boolean)
    ), best AS (
      INSERT INTO "BestWish" ("runId", "workspaceId", "withRun")
      SELECT "id", "workspaceId", true FROM new WHERE "best"
    ), outbox AS (
      INSERT INTO "Outbox" ("runId") SELECT "id" FROM new
    ), event AS (
      INSERT INTO "RunEvent" ("workspaceId", "runId", "seq", "type", "body")
      SELECT "workspaceId", "id", 1, ${ACCEPTED.type}, ${JSON.stringify(ACCEPTED)}::jsonb FROM new
    )
    SELECT checked."id", checked."complete", run."id" IS NOT NULL AS "created",
           CASE WHEN run."id" IS NOT NULL
                THEN pg_notify(${EVENT_CHANNEL}, run."id" || ':1')::text END
    FROM checked LEFT JOIN run USING ("id")`;
  return new Map(
    rows.map(({ id, complete, created }): [string, Inserted] => [
      id,
      complete ? (created ? 'created' : 'there') : 'models-are-gone',
    ]),
  );
}

/**
 * Plans and models that are there stay until the runs are written: whoever removes those that nothing names skips
 * rows that are held, and those that went a moment ago are no longer seen. Models that a held plan names stay
 * with it.
 */
function holdPlans() {
  return Prisma.sql`
    held_plan AS MATERIALIZED (
      SELECT plan."workspaceId", plan."digest" FROM "Plan" AS plan
      WHERE (plan."workspaceId", plan."digest") IN (SELECT "workspaceId", "planDigest" FROM given)
      FOR KEY SHARE
    ), held_model AS MATERIALIZED (
      SELECT model."workspaceId", model."digest" FROM "PlanModel" AS model
      WHERE (model."workspaceId", model."digest") IN (
        SELECT given."workspaceId", named.digest FROM given,
          jsonb_object_keys(given."plan"->'models') AS named(digest)
        WHERE (given."workspaceId", given."planDigest") NOT IN (SELECT "workspaceId", "digest" FROM held_plan))
      FOR KEY SHARE
    )`;
}

/** The JSON of a run as the statement takes it. */
function describeRun({ run, runId, number, known }: RunToInsert): string {
  const { body, models } = splitPlan(run.plan, known);
  const row = {
    ...{ id: runId, workspaceId: run.workspaceId, planDigest: run.planDigest },
    ...{ nodeSteps: run.nodeSteps, overrides: run.overrides, parentId: run.parentId ?? null },
    ...{ priority: run.priority ?? 'normal', best: run.registerBest ?? false, known },
    ...describeVersion(run, number),
    ...{ plan: body, models, steps: describeSteps(run) },
  };
  return JSON.stringify(row);
}

/** The version that is there, or the one that is made. */
function describeVersion({ version }: NewRun, number: number) {
  if ('id' in version) return { versionId: version.id, version: {} };
  const { pipelineId, graph, name } = version;
  return { versionId: v7(), version: { pipelineId, number, name: name ?? null, graph } };
}

function describeSteps({ plan, fresh }: NewRun) {
  return plan.steps.map(({ id, kind, key, needs }) => ({
    ...{ stepId: id, kind, key, needs },
    fresh: fresh?.has(id) ?? false,
  }));
}
