import type { Client, Queryable } from './prisma';

export interface BlobRow {
  digest: string;
  bytes: number;
}

/** Records blobs as durable; what is recorded already stays as it is. */
export async function insertBlobs(on: Queryable, blobs: readonly BlobRow[]): Promise<void> {
  if (blobs.length === 0) return;
  await on.blob.createMany({
    data: blobs.map(({ digest, bytes }) => ({ digest, bytes: BigInt(bytes) })),
    skipDuplicates: true,
  });
}

/** Which blobs have been made durable. Blobs belong to no workspace: rows that name them do. */
export class BlobRepository {
  constructor(private readonly client: Client) {}

  /** Call it after the bytes are on disk, never before. */
  async record(blobs: readonly BlobRow[]): Promise<void> {
    await insertBlobs(this.client, blobs);
  }

  /** The digests among those given that are not recorded. */
  async listMissing(digests: readonly string[]): Promise<string[]> {
    const found = await this.client.blob.findMany({
      where: { digest: { in: [...digests] } },
      select: { digest: true },
    });
    const known = new Set(found.map((row) => row.digest));
    return digests.filter((digest) => !known.has(digest));
  }
}
