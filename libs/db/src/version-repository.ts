import { UserError } from '@graft/errors';
import { isConflict, taken } from './database-error';
import type { PipelineVersion, Run } from './generated/client';
import { insertVersion, savedMeanwhile, unknownPipeline } from './pipeline-repository';
import type { Client } from './prisma';

/** A version without its graph, with the newest run of it. */
export type VersionEntry = Omit<PipelineVersion, 'graph'> & { runs: Pick<Run, 'id' | 'state'>[] };

const NEWEST_RUN = {
  runs: { select: { id: true, state: true }, orderBy: { createdAt: 'desc' }, take: 1 },
} as const;

/** What pipelines were. A version never changes; its name may. */
export class VersionRepository {
  constructor(private readonly client: Client) {}

  /**
   * Newest first; `after` is the id of the last one of the page before.
   * @throws UserError `pipeline.unknown`
   */
  async list(
    workspaceId: string,
    pipelineId: string,
    page: { limit: number; after?: string | undefined; named: boolean },
  ): Promise<VersionEntry[]> {
    await this.requirePipeline(workspaceId, pipelineId);
    return this.client.pipelineVersion.findMany({
      where: { workspaceId, pipelineId, ...(page.named ? { name: { not: null } } : {}) },
      omit: { graph: true },
      include: NEWEST_RUN,
      orderBy: { number: 'desc' },
      take: page.limit,
      ...(page.after === undefined ? {} : { cursor: { id: page.after }, skip: 1 }),
    });
  }

  /** @throws UserError `pipeline-version.unknown` */
  async require(
    workspaceId: string,
    pipelineId: string,
    id: string,
  ): Promise<VersionEntry & { graph: PipelineVersion['graph'] }> {
    const found = await this.client.pipelineVersion.findFirst({
      where: { workspaceId, pipelineId, id },
      include: NEWEST_RUN,
    });
    if (found) return found;
    throw new UserError({
      code: 'pipeline-version.unknown',
      status: 404,
      message: 'There is no such version of this pipeline.',
    });
  }

  /**
   * Keeps the draft of that revision under a name.
   * @throws UserError `version.conflict` (409) with the current revision, `pipeline.unknown`,
   * `pipeline-version.name-taken`
   */
  async keep(
    workspaceId: string,
    pipelineId: string,
    { name, revision }: { name: string; revision: number },
  ): Promise<VersionEntry> {
    return this.named(name, async () => {
      const made = await this.client.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM "Pipeline" WHERE "id" = ${pipelineId}::uuid FOR UPDATE`;
        const where = { workspaceId_id: { workspaceId, id: pipelineId } };
        const pipeline = await tx.pipeline.findUnique({ where });
        if (!pipeline) throw unknownPipeline(pipelineId);
        if (pipeline.revision !== revision) throw savedMeanwhile(pipeline.revision);
        return insertVersion(tx, workspaceId, pipelineId, pipeline.draft, name);
      });
      return { ...made, runs: [] };
    });
  }

  /** @throws UserError `pipeline-version.unknown`, `pipeline-version.name-taken` */
  async rename(
    workspaceId: string,
    pipelineId: string,
    id: string,
    name: string | null,
  ): Promise<VersionEntry> {
    await this.named(name, () =>
      this.client.pipelineVersion.updateMany({
        where: { workspaceId, pipelineId, id },
        data: { name },
      }),
    );
    return this.require(workspaceId, pipelineId, id);
  }

  private async requirePipeline(workspaceId: string, id: string): Promise<void> {
    const where = { workspaceId_id: { workspaceId, id } };
    const found = await this.client.pipeline.findUnique({ where, select: { id: true } });
    if (!found) throw unknownPipeline(id);
  }

  private async named<T>(name: string | null, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (name === null || !isConflict(error)) throw error;
      throw taken(
        'pipeline-version.name-taken',
        `A version of this pipeline has the name ${name} already: choose another name.`,
      );
    }
  }
}
