import type { RunState } from '@graft/contracts';
import type { BestWish } from './generated/client';
import type { Client } from './prisma';

/** A wish that has not come true yet, of a run that has ended. */
export interface DueBest {
  workspaceId: string;
  runId: string;
  state: RunState;
}

/** Runs that try settings whose best one is to be registered, once they have ended. */
export class BestRepository {
  constructor(private readonly client: Client) {}

  async find(workspaceId: string, runId: string): Promise<BestWish | null> {
    return this.client.bestWish.findFirst({ where: { workspaceId, runId } });
  }

  /** Wishes it once; one that could not be fulfilled is tried again. @returns the wish as it stands */
  async wish(workspaceId: string, runId: string): Promise<BestWish> {
    await this.client.bestWish.createMany({ data: [{ workspaceId, runId }], skipDuplicates: true });
    await this.client.bestWish.updateMany({
      where: { workspaceId, runId, problem: { not: null } },
      data: { problem: null },
    });
    return this.client.bestWish.findUniqueOrThrow({ where: { runId } });
  }

  /** Wishes anew where the run that was to register it has ended badly. */
  async renew(workspaceId: string, runId: string, bestId: string): Promise<void> {
    await this.client.bestWish.updateMany({
      where: { workspaceId, runId, bestId },
      data: { bestId: null },
    });
  }

  /** Of all workspaces, oldest first. */
  async listDue(): Promise<DueBest[]> {
    const rows = await this.client.bestWish.findMany({
      where: {
        ...{ bestId: null, problem: null },
        run: { state: { in: ['succeeded', 'failed', 'cancelled'] } },
      },
      include: { run: { select: { state: true } } },
      orderBy: { createdAt: 'asc' },
      take: 100,
    });
    return rows.map(({ workspaceId, runId, run }) => ({ workspaceId, runId, state: run.state }));
  }

  /** Stores what has become of a wish: the run that registers the best one, or why there is none. */
  async settle(
    { workspaceId, runId }: Pick<DueBest, 'workspaceId' | 'runId'>,
    outcome: { bestId: string } | { problem: string },
  ): Promise<void> {
    await this.client.bestWish.updateMany({
      where: { workspaceId, runId, bestId: null },
      data: 'bestId' in outcome ? { bestId: outcome.bestId, problem: null } : outcome,
    });
  }
}
