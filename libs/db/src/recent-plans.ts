import type { Plan } from '@graft/plan';

/** A plan with a large base takes some hundred kilobytes. */
const MOST_KEPT = 16;

/**
 * Plans that were read lately. A plan never changes and its digest is its identity, so every step of
 * a run need not read and check it again.
 */
export class RecentPlans {
  readonly #kept = new Map<string, Plan>();

  /** The plan of this workspace and digest, by `read` where it is not kept. */
  async find(workspaceId: string, digest: string, read: () => Promise<Plan>): Promise<Plan> {
    const key = `${workspaceId}:${digest}`;
    const plan = this.#kept.get(key) ?? (await read());
    this.#kept.delete(key);
    this.#kept.set(key, plan);
    const [oldest = ''] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
    return plan;
  }
}
