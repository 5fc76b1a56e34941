import type { RunEvent, RunEventBody } from '@graft/contracts';
import type { HistoryRow } from '@graft/plan';
import { insertEvents } from './events';
import type { RunEvent as EventRow } from './generated/client';
import type { Client } from './prisma';

export class EventRepository {
  constructor(private readonly client: Client) {}

  /** Events of a run after a sequence number, in order, without gaps. */
  async listAfter(
    workspaceId: string,
    runId: string,
    after: number,
    limit = 1000,
  ): Promise<RunEvent[]> {
    const rows = await this.client.runEvent.findMany({
      where: { workspaceId, runId, seq: { gt: after } },
      orderBy: { seq: 'asc' },
      take: limit,
    });
    return rows.map(view);
  }

  /** Events of all runs of a workspace that were added at `since` or later, oldest first. */
  async listSince(workspaceId: string, since: Date, limit: number): Promise<RunEvent[]> {
    const rows = await this.client.runEvent.findMany({
      where: { workspaceId, at: { gte: since } },
      orderBy: [{ at: 'asc' }, { runId: 'asc' }, { seq: 'asc' }],
      take: limit,
    });
    return rows.map(view);
  }

  /** Rows of its history that a step has told, one for each epoch, in order. */
  async listRows(workspaceId: string, runId: string, stepId: string): Promise<HistoryRow[]> {
    const told = await this.client.runEvent.findMany({
      where: { workspaceId, runId, type: 'metrics', body: { path: ['stepId'], equals: stepId } },
      orderBy: { seq: 'asc' },
    });
    const rows = told.map(view).flatMap((event) => (event.type === 'metrics' ? event.rows : []));
    const byEpoch = new Map(rows.map((row) => [row.epoch, row]));
    return [...byEpoch.values()].sort((left, right) => left.epoch - right.epoch);
  }

  /**
   * Adds events that no attempt of a step stands behind. An attempt uses StepRepository.append.
   * @returns the sequence of the last one
   */
  async append(
    workspaceId: string,
    runId: string,
    events: readonly RunEventBody[],
  ): Promise<number> {
    return insertEvents(this.client, { workspaceId, runId }, events);
  }
}

function view(row: EventRow): RunEvent {
  const { runId, seq, at } = row;
  return { ...(row.body as unknown as RunEventBody), runId, seq, at: at.toISOString() };
}
