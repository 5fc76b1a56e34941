import type { Client } from './prisma';

export interface PendingRun {
  workspaceId: string;
  runId: string;
}

/** Accepted runs whose workflow is still to be started. Serves the dispatcher, over all workspaces. */
export class OutboxRepository {
  constructor(private readonly client: Client) {}

  /** Oldest first. Several dispatchers may see the same run: starting its workflow is idempotent. */
  async listPending(limit = 100): Promise<PendingRun[]> {
    const rows = await this.client.outbox.findMany({
      where: { dispatchedAt: null },
      orderBy: { createdAt: 'asc' },
      take: limit,
      select: { runId: true, run: { select: { workspaceId: true } } },
    });
    return rows.map(({ runId, run }) => ({ runId, workspaceId: run.workspaceId }));
  }

  /** Call it after the workflow was started; a second call changes nothing. */
  async markDispatched(runId: string): Promise<void> {
    await this.client.outbox.updateMany({
      where: { runId, dispatchedAt: null },
      data: { dispatchedAt: new Date() },
    });
  }
}
