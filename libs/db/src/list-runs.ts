import type { RunState } from '@graft/contracts';
import type { RunPriority } from './create-run';
import type { Queryable } from './prisma';

/** A run as lists tell of it: without its graph, which may be a thousand times as long. */
export interface ListedRun {
  id: string;
  parentId: string | null;
  state: RunState;
  priority: RunPriority;
  /** Of the graph. */
  name: string | null;
  pipelineId: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** {code, message, stepId?} when failed. */
  error: unknown;
  /** Node id -> step id. */
  nodeSteps: unknown;
}

export interface RunPage {
  limit: number;
  /** Id of the last run of the page before. */
  after?: string | undefined;
  /** Only runs of this pipeline. */
  pipelineId?: string | undefined;
}

/** Runs of a workspace, newest first. */
export async function listRuns(
  on: Queryable,
  workspaceId: string,
  { limit, after, pipelineId }: RunPage,
): Promise<ListedRun[]> {
  return on.$queryRaw<ListedRun[]>`
    SELECT run."id"::text, run."parentId"::text, run."state"::text, run."priority"::text,
           version."graph"->>'name' AS "name", version."pipelineId"::text,
           run."createdAt", run."startedAt", run."finishedAt", run."error",
           run."nodeSteps"
    FROM "Run" run JOIN "PipelineVersion" version ON version."id" = run."versionId"
    WHERE run."workspaceId" = ${workspaceId}::uuid
      AND (${pipelineId ?? null}::uuid IS NULL OR version."pipelineId" = ${pipelineId ?? null}::uuid)
      AND (${after ?? null}::uuid IS NULL OR (run."createdAt", run."id") < (
        SELECT last."createdAt", last."id" FROM "Run" last
        WHERE last."workspaceId" = ${workspaceId}::uuid AND last."id" = ${after ?? null}::uuid))
    ORDER BY run."createdAt" DESC, run."id" DESC
    LIMIT ${limit}`;
}
