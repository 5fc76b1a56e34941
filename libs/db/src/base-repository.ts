import { UserError } from '@graft/errors';
import type { Client } from './prisma';

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
