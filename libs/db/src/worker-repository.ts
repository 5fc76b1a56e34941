import type { Worker } from './generated/client';
import type { Client } from './prisma';

/** A worker that has not been heard of for this long counts as gone. */
export const SILENCE_MS = 60_000;

export type NewWorker = Pick<
  Worker,
  'name' | 'queues' | 'labels' | 'backend' | 'device' | 'threads' | 'version'
>;

export interface WorkerView extends Worker {
  /** What it runs right now, of all workspaces. */
  steps: { workspaceId: string; runId: string; stepId: string; kind: string }[];
}

/** The workers that are connected. Time is the database's: workers need not agree on it. */
export class WorkerRepository {
  constructor(private readonly client: Client) {}

  /** Makes a worker known, and forgets those that have fallen silent. @returns its id */
  async register(worker: NewWorker): Promise<string> {
    await this.client.$executeRaw`
      DELETE FROM "Worker" WHERE "seenAt" < now() - ${SILENCE_MS} * interval '1 millisecond'`;
    return (await this.client.worker.create({ data: worker })).id;
  }

  /** A sign of life. @returns whether the worker was asked to finish */
  async beat(id: string, worker: NewWorker): Promise<{ draining: boolean }> {
    const rows = await this.client.$queryRaw<{ draining: boolean }[]>`
      UPDATE "Worker" SET "seenAt" = now() WHERE "id" = ${id}::uuid RETURNING "draining"`;
    const [row] = rows;
    if (row) return row;
    // It was thought to be gone, as after a long time without the database.
    await this.client.worker.create({ data: { id, ...worker } });
    return { draining: false };
  }

  async leave(id: string): Promise<void> {
    await this.client.worker.deleteMany({ where: { id } });
  }

  /** @returns false when there is no such worker */
  async drain(id: string): Promise<boolean> {
    const { count } = await this.client.worker.updateMany({
      where: { id },
      data: { draining: true },
    });
    return count > 0;
  }

  /** Workers heard of lately, the longest running first. */
  async list(): Promise<WorkerView[]> {
    const ids = await this.client.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Worker" WHERE "seenAt" >= now() - ${SILENCE_MS} * interval '1 millisecond'`;
    const workers = await this.client.worker.findMany({
      where: { id: { in: ids.map(({ id }) => id) } },
      orderBy: { startedAt: 'asc' },
    });
    const steps = await this.client.stepRun.findMany({
      where: { state: 'running', holder: { in: workers.map(({ name }) => name) } },
      select: { workspaceId: true, runId: true, stepId: true, kind: true, holder: true },
    });
    return workers.map((worker) => ({
      ...worker,
      steps: steps.flatMap(({ holder, ...step }) => (holder === worker.name ? [step] : [])),
    }));
  }
}
