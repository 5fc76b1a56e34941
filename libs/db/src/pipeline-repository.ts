import { UserError } from '@graft/errors';
import type { Pipeline, PipelineVersion } from './generated/client';
import { isConflict } from './database-error';
import { toJson, type Client, type Queryable } from './prisma';

export type PipelineSummary = Omit<Pipeline, 'draft'>;

/** Drafts and versions are stored as they came: the graph schema decides what they mean. */
export class PipelineRepository {
  constructor(private readonly client: Client) {}

  /** @throws UserError `pipeline.name-taken` */
  async create(workspaceId: string, name: string, draft: unknown): Promise<Pipeline> {
    try {
      return await this.client.pipeline.create({
        data: { workspaceId, name, draft: toJson(draft) },
      });
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw nameTaken(name);
    }
  }

  async find(workspaceId: string, id: string): Promise<Pipeline | null> {
    return this.client.pipeline.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
  }

  /** By name, without their drafts; `after` is the id of the last one of the page before. */
  async list(
    workspaceId: string,
    page: { limit: number; after?: string | undefined },
  ): Promise<PipelineSummary[]> {
    return this.client.pipeline.findMany({
      where: { workspaceId },
      omit: { draft: true },
      orderBy: [{ name: 'asc' }],
      take: page.limit,
      ...(page.after === undefined
        ? {}
        : { cursor: { workspaceId_id: { workspaceId, id: page.after } }, skip: 1 }),
    });
  }

  /**
   * Saves the draft, the name or both if nobody has saved since `revision` was read.
   * @throws UserError `version.conflict` (409) with the current revision, `pipeline.unknown`,
   * `pipeline.name-taken`
   */
  async save(
    workspaceId: string,
    id: string,
    revision: number,
    change: { name?: string | undefined; draft?: unknown },
  ): Promise<Pipeline> {
    const { name, draft } = change;
    const data = {
      ...(name === undefined ? {} : { name }),
      ...(draft === undefined ? {} : { draft: toJson(draft) }),
      revision: { increment: 1 },
    };
    const [saved] = await this.client.pipeline
      .updateManyAndReturn({ where: { workspaceId, id, revision }, data })
      .catch((error: unknown) => {
        throw isConflict(error) ? nameTaken(name ?? '') : error;
      });
    if (saved) return saved;
    const current = await this.find(workspaceId, id);
    if (!current) throw unknownPipeline(id);
    throw savedMeanwhile(current.revision);
  }

  /** Deletes a pipeline; its versions stay, because runs name them. @throws UserError `pipeline.unknown` */
  async delete(workspaceId: string, id: string): Promise<void> {
    const { count } = await this.client.pipeline.deleteMany({ where: { workspaceId, id } });
    if (count === 0) throw unknownPipeline(id);
  }
}

/** Numbers are given under a lock on the pipeline; a graph without a pipeline is its version 1. */
export async function insertVersion(
  tx: Queryable,
  workspaceId: string,
  pipelineId: string | null,
  graph: unknown,
  name: string | null,
): Promise<PipelineVersion> {
  const number = pipelineId === null ? 1 : await nextNumber(tx, workspaceId, pipelineId);
  return tx.pipelineVersion.create({
    data: { workspaceId, pipelineId, number, name, graph: toJson(graph) },
  });
}

/** The number of the next version of a pipeline, which is locked until the transaction ends. @throws UserError `pipeline.unknown` */
export async function nextNumber(
  tx: Queryable,
  workspaceId: string,
  pipelineId: string,
): Promise<number> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Pipeline"
    WHERE "workspaceId" = ${workspaceId}::uuid AND "id" = ${pipelineId}::uuid FOR UPDATE`;
  if (locked.length === 0) throw unknownPipeline(pipelineId);
  const { _max } = await tx.pipelineVersion.aggregate({
    where: { workspaceId, pipelineId },
    _max: { number: true },
  });
  return (_max.number ?? 0) + 1;
}

export function savedMeanwhile(revision: number): UserError {
  return new UserError({
    code: 'version.conflict',
    status: 409,
    message:
      'Somebody else has saved this pipeline meanwhile: load it again and repeat the change.',
    details: { revision },
  });
}

export function unknownPipeline(id: string): UserError {
  return new UserError({
    code: 'pipeline.unknown',
    status: 404,
    message: `There is no pipeline ${id} in this workspace.`,
  });
}

function nameTaken(name: string): UserError {
  return new UserError({
    code: 'pipeline.name-taken',
    status: 409,
    message: `A pipeline with the name ${name} exists already: choose another name.`,
  });
}
