import { planSchema, type Plan } from '@graft/plan';
import type { Queryable } from './prisma';

/** Enough for the models of some thousand plans; what is forgotten is sent once more. */
const MOST_KNOWN = 20_000;

/** Which specs this process has seen stored: they need not be sent with every plan that names them. */
export class StoredModels {
  readonly #known = new Set<string>();

  listKnown(workspaceId: string, digests: readonly string[]): string[] {
    return digests.filter((digest) => this.#known.has(`${workspaceId} ${digest}`));
  }

  remember(workspaceId: string, digests: readonly string[]): void {
    if (this.#known.size + digests.length > MOST_KNOWN) this.#known.clear();
    for (const digest of digests) this.#known.add(`${workspaceId} ${digest}`);
  }

  forget(workspaceId: string, digests: readonly string[]): void {
    for (const digest of digests) this.#known.delete(`${workspaceId} ${digest}`);
  }
}

/** A plan as it is stored: its body, in which null stands for each spec, and the specs but some. */
export function splitPlan(
  plan: Plan,
  without: readonly string[],
): { body: object; models: Plan['models'] } {
  const all = Object.entries(plan.models);
  const sent = all.filter(([digest]) => !without.includes(digest));
  return {
    body: { ...plan, models: Object.fromEntries(all.map(([digest]) => [digest, null])) },
    models: Object.fromEntries(sent),
  };
}

interface StoredPlan {
  readonly body: { readonly models: Readonly<Record<string, unknown>> };
  readonly models: Readonly<Record<string, unknown>> | null;
}

/** A stored plan with its specs, whether they stand in it, as they once did, or by themselves. */
export async function readPlan(on: Queryable, workspaceId: string, digest: string): Promise<Plan> {
  const [row] = await on.$queryRaw<StoredPlan[]>`
    SELECT plan."body", (
      SELECT jsonb_object_agg(model."digest", model."body") FROM "PlanModel" AS model
      WHERE model."workspaceId" = plan."workspaceId"
        AND model."digest" IN (SELECT jsonb_object_keys(plan."body"->'models'))
    ) AS "models"
    FROM "Plan" AS plan
    WHERE plan."workspaceId" = ${workspaceId}::uuid AND plan."digest" = ${digest}`;
  return planSchema.parse(row && { ...row.body, models: { ...row.body.models, ...row.models } });
}
