import { stepOutputsSchema, type Step, type StepOutputs } from '@graft/plan';
import type { Queryable } from './prisma';

/** Generations that are looked at; longer lines are runs of somebody's loop. */
const GENERATIONS = 100;

/** A result that is not what its key says, so only runs that go on from its run may use it. */
export interface KeptResult {
  runId: string;
  stepId: string;
  key: string;
  outputs: StepOutputs;
  /** When it was computed. */
  madeAt: Date;
}

export async function listKept(
  on: Queryable,
  workspaceId: string,
  parentId: string,
): Promise<KeptResult[]> {
  const rows = await on.$queryRaw<(Omit<KeptResult, 'outputs'> & { outputs: unknown })[]>`
    WITH RECURSIVE line("id", "parentId", "age") AS (
      SELECT "id", "parentId", 1 FROM "Run"
      WHERE "workspaceId" = ${workspaceId}::uuid AND "id" = ${parentId}::uuid
      UNION ALL
      SELECT run."id", run."parentId", line."age" + 1 FROM "Run" run
      JOIN line ON run."id" = line."parentId"
      WHERE run."workspaceId" = ${workspaceId}::uuid AND line."age" < ${GENERATIONS}
    )
    SELECT step."runId"::text, step."stepId", step."key", step."outputs",
      step."finishedAt" AS "madeAt"
    FROM line JOIN "StepRun" step ON step."runId" = line."id"
    WHERE step."changed" AND step."outputs" IS NOT NULL
    ORDER BY line."age", step."stepId"`;
  return rows.map((row) => ({ ...row, outputs: stepOutputsSchema.parse(row.outputs) }));
}

/**
 * The nearest kept result of a step whose inputs are as planned: one whose own course was changed,
 * not only that of a step before it.
 */
export function pickKept(
  kept: readonly KeptResult[],
  { key, needs }: Pick<Step, 'key' | 'needs'>,
): KeptResult | null {
  const changed = new Set(kept.map(({ runId, stepId }) => `${runId} ${stepId}`));
  const own = ({ runId }: KeptResult) => !needs.some((id) => changed.has(`${runId} ${id}`));
  return kept.find((each) => each.key === key && own(each)) ?? null;
}
