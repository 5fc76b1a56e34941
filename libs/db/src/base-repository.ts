import { UserError } from '@graft/errors';
import { z } from 'zod';
import type { Client } from './prisma';

const filesSchema = z.record(z.string(), z.string());

export interface ImportedBaseView {
  name: string;
  /** Blob of its ModelSpec. */
  digest: string;
  licence: string;
  createdAt: Date;
}

/** Base models that were brought from elsewhere. A name is given once: graphs refer to it. */
export class BaseRepository {
  constructor(private readonly client: Client) {}

  /** By name. */
  async list(workspaceId: string): Promise<ImportedBaseView[]> {
    const rows = await this.client.importedBase.findMany({
      where: { workspaceId },
      orderBy: { name: 'asc' },
    });
    return rows.map(({ name, digest, licence, createdAt }) => {
      return { name, digest, licence, createdAt };
    });
  }

  /** SHA-256 by file name of what was fetched from where others publish it, by the name of the base. */
  async listPins(workspaceId: string): Promise<Map<string, Record<string, string>>> {
    const rows = await this.client.fetchedBase.findMany({ where: { workspaceId } });
    return new Map(rows.map(({ ref, files }) => [ref, filesSchema.parse(files)]));
  }

  /** The first pin of a name stays. */
  async pin(workspaceId: string, ref: string, files: Record<string, string>): Promise<void> {
    await this.client.fetchedBase.createMany({
      data: [{ workspaceId, ref, files }],
      skipDuplicates: true,
    });
  }

  /** The same content again is harmless. @throws UserError 409 `base.name_taken` */
  async add(
    workspaceId: string,
    base: Omit<ImportedBaseView, 'createdAt'>,
  ): Promise<ImportedBaseView> {
    const { name } = base;
    await this.client.importedBase.createMany({
      data: [{ workspaceId, ...base }],
      skipDuplicates: true,
    });
    const row = await this.client.importedBase.findUniqueOrThrow({
      where: { workspaceId_name: { workspaceId, name } },
    });
    if (row.digest === base.digest) return row;
    throw new UserError({
      status: 409,
      code: 'base.name_taken',
      message: `There is a base model "${name}" already: choose another name.`,
    });
  }
}
