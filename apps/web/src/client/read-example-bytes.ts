import type { Client } from '@graft/contracts';

/** The stored bytes of one example, of a data set by its id or the digest of a version. */
export async function readExampleBytes(
  client: Client,
  dataset: string,
  sha256: string,
  signal?: AbortSignal,
): Promise<Blob> {
  const params = { dataset, sha256 };
  return (await client.getExample({ params, ...(signal ? { signal } : {}) })).blob();
}
