import { UserError } from '@graft/errors';
import type { ClassCount, ElementShape } from '@graft/graph';
import type { Dataset, DatasetVersion } from './generated/client';
import { toJson, type Client, type Queryable } from './prisma';

export interface NewDatasetVersion {
  workspaceId: string;
  name: string;
  /** Of the manifest, which is a recorded blob. */
  digest: string;
  element: ElementShape;
  classes: readonly ClassCount[];
  rejected: readonly { name: string; reason: string }[];
  /** Digest of the version that it was made of, which must be the newest one still. */
  after?: string;
}

/** A version with its JSON columns typed. */
export interface DatasetVersionView {
  id: string;
  datasetId: string;
  name: string;
  number: number;
  digest: string;
  element: ElementShape;
  classes: ClassCount[];
  rejected: { name: string; reason: string }[];
  createdAt: Date;
}

export class DatasetRepository {
  constructor(private readonly client: Client) {}

  /**
   * Adds a version to the data set of that name, which is made when it is new. The same content as
   * the newest version adds nothing, so a repeated import is harmless.
   * @throws UserError 409 `dataset.changed`
   */
  async addVersion(version: NewDatasetVersion): Promise<DatasetVersionView> {
    const { workspaceId, name, digest } = version;
    return this.client.$transaction(async (tx) => {
      const dataset = await ensureDataset(tx, workspaceId, name);
      const newest = await tx.datasetVersion.findFirst({
        where: { workspaceId, datasetId: dataset.id },
        orderBy: { number: 'desc' },
      });
      if (newest && version.after !== undefined && newest.digest !== version.after) {
        throw changedSince(newest.number);
      }
      if (newest?.digest === digest) return view(newest, name);
      const row = await tx.datasetVersion.create({
        data: {
          workspaceId,
          datasetId: dataset.id,
          number: (newest?.number ?? 0) + 1,
          digest,
          element: toJson(version.element),
          classes: toJson(version.classes),
          rejected: toJson(version.rejected),
        },
      });
      return view(row, name);
    });
  }

  /** The newest version of a data set by its name or id. */
  async findNewest(workspaceId: string, ref: string): Promise<DatasetVersionView | null> {
    const [found] = await this.listNewest(workspaceId, ref);
    return found ?? null;
  }

  /** The newest version of every data set, by name; of one only when `ref` is given. */
  async listNewest(workspaceId: string, ref?: string): Promise<DatasetVersionView[]> {
    const datasets = await this.client.dataset.findMany({
      where: { workspaceId, ...(ref === undefined ? {} : whereRef(ref)) },
      include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
      orderBy: { name: 'asc' },
    });
    return datasets.flatMap(({ name, versions }) => versions.map((row) => view(row, name)));
  }

  /** Of data sets with equal content one that bears one of `names`, if there is one. */
  async findByDigest(
    workspaceId: string,
    digest: string,
    names: readonly string[] = [],
  ): Promise<DatasetVersionView | null> {
    const find = (meant?: readonly string[]) =>
      this.client.datasetVersion.findFirst({
        where: { workspaceId, digest, ...(meant ? { dataset: { name: { in: [...meant] } } } : {}) },
        include: { dataset: true },
        orderBy: { number: 'desc' },
      });
    const row = (names.length > 0 ? await find(names) : null) ?? (await find());
    return row && view(row, row.dataset.name);
  }

  /** Versions of one data set, newest first. */
  async listVersions(workspaceId: string, datasetId: string): Promise<DatasetVersionView[]> {
    const rows = await this.client.datasetVersion.findMany({
      where: { workspaceId, datasetId },
      include: { dataset: true },
      orderBy: { number: 'desc' },
    });
    return rows.map((row) => view(row, row.dataset.name));
  }
}

/** Two people change what they both look at: the second one is told, and loses nothing of the first one's. */
export function changedSince(version: number): UserError {
  return new UserError({
    status: 409,
    code: 'dataset.changed',
    message: `Version ${String(version)} has come since you looked: look at it, then change it.`,
    details: { version },
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A name may look like an id: both are tried. */
export function whereRef(ref: string) {
  return UUID.test(ref) ? { OR: [{ id: ref }, { name: ref }] } : { name: ref };
}

/** Locks the row, so that numbers of versions are given one after the other. */
async function ensureDataset(tx: Queryable, workspaceId: string, name: string): Promise<Dataset> {
  await tx.dataset.createMany({ data: [{ workspaceId, name }], skipDuplicates: true });
  await tx.$queryRaw`SELECT 1 FROM "Dataset"
    WHERE "workspaceId" = ${workspaceId}::uuid AND "name" = ${name} FOR UPDATE`;
  return tx.dataset.findUniqueOrThrow({ where: { workspaceId_name: { workspaceId, name } } });
}

function view(row: DatasetVersion, name: string): DatasetVersionView {
  return {
    id: row.id,
    datasetId: row.datasetId,
    name,
    number: row.number,
    digest: row.digest,
    element: row.element as unknown as ElementShape,
    classes: row.classes as unknown as ClassCount[],
    rejected: row.rejected as unknown as { name: string; reason: string }[],
    createdAt: row.createdAt,
  };
}
