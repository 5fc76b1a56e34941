import type { Schedule } from './generated/client';
import type { Client } from './prisma';
import { v7 } from './uuid';

export type NewSchedule = Pick<Schedule, 'workspaceId' | 'userId' | 'pipelineId' | 'nextAt'> & {
  /** Default: a new one. */
  id?: string;
  trigger: { cron: string; timezone: string } | { datasetId: string };
};

export type ScheduleView = Schedule & {
  pipeline: { name: string };
  dataset: { name: string } | null;
};

/** A schedule whose time has come. */
export interface DueSchedule {
  schedule: Schedule;
  /** Newest version of its data set; null for a cron schedule, or a data set without any. */
  version: number | null;
}

/** Pipelines that run again by themselves. */
export class ScheduleRepository {
  constructor(private readonly client: Client) {}

  /**
   * Adds a schedule; under an id that is there already nothing is added, and that one is given back.
   * One on a data set begins with the version after the newest one.
   */
  async add({ trigger, id = v7(), ...schedule }: NewSchedule): Promise<Schedule> {
    const seen = 'datasetId' in trigger ? await this.newest(trigger.datasetId) : null;
    const data = { id, ...schedule, ...trigger, seenVersion: seen };
    await this.client.schedule.createMany({ data: [data], skipDuplicates: true });
    const where = { workspaceId_id: { workspaceId: schedule.workspaceId, id } };
    return this.client.schedule.findUniqueOrThrow({ where });
  }

  async list(workspaceId: string): Promise<ScheduleView[]> {
    return this.client.schedule.findMany({
      where: { workspaceId },
      include: { pipeline: { select: { name: true } }, dataset: { select: { name: true } } },
      orderBy: { createdAt: 'asc' },
    });
  }

  /** @returns false when there is no such schedule */
  async remove(workspaceId: string, id: string): Promise<boolean> {
    return (await this.client.schedule.deleteMany({ where: { workspaceId, id } })).count > 0;
  }

  /** All that are to be looked at, of all workspaces. */
  async listDue(now: Date): Promise<DueSchedule[]> {
    const rows = await this.client.schedule.findMany({
      where: { nextAt: { lte: now } },
      orderBy: { nextAt: 'asc' },
      take: 100,
    });
    return Promise.all(
      rows.map(async (schedule) => ({
        schedule,
        version: schedule.datasetId === null ? null : await this.newest(schedule.datasetId),
      })),
    );
  }

  /**
   * Moves a schedule on, unless another process has done so: it is compared with `from`.
   * @param change what came of it; nothing when there was nothing to do
   */
  async advance(
    from: Pick<Schedule, 'id' | 'nextAt'>,
    nextAt: Date,
    change: Partial<Pick<Schedule, 'seenVersion' | 'lastRunId' | 'lastAt' | 'problem'>> = {},
  ): Promise<void> {
    await this.client.schedule.updateMany({
      where: { id: from.id, nextAt: from.nextAt },
      data: { nextAt, ...change },
    });
  }

  private async newest(datasetId: string): Promise<number | null> {
    const { _max } = await this.client.datasetVersion.aggregate({
      where: { datasetId },
      _max: { number: true },
    });
    return _max.number;
  }
}
