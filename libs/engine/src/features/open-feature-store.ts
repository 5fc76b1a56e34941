import type { Selection } from '@graft/graph';
import type { FeatureRows, FeatureStore } from '@graft/nodes/steps';
import type { LocalFiles } from '../data/local-files';
import { decodeShard, encodeShard } from './shard';

export interface FeatureStoreOptions {
  readonly files: LocalFiles;
  readonly rowKey: string;
  /** Shards that the supervisor knows under this key. */
  readonly shards: readonly string[];
  /** Writes a shard into the scratch folder and tells the supervisor; gives its digest. */
  writeRows(bytes: Uint8Array, examples: readonly string[]): Promise<string>;
}

/** Looks which of the wanted rows exist. A shard that can't be read counts as absent. */
export async function openFeatureStore(
  wanted: Selection,
  options: FeatureStoreOptions,
): Promise<FeatureStore> {
  const needed = new Set(wanted.examples.map((example) => example.sha256));
  const present = new Set<string>();
  const shards: string[] = [];
  for (const digest of options.shards) {
    const rows = await listRows(options.files, digest);
    const fresh = rows.filter((sha256) => needed.has(sha256) && !present.has(sha256));
    if (fresh.length === 0) continue;
    for (const sha256 of fresh) present.add(sha256);
    shards.push(digest);
  }
  return {
    shards,
    has: (sha256) => present.has(sha256),
    async add(rows: FeatureRows, shapes): Promise<string> {
      const bytes = encodeShard(rows, shapes, options.rowKey);
      const digest = await options.writeRows(bytes, rows.examples);
      for (const sha256 of rows.examples) present.add(sha256);
      shards.push(digest);
      return digest;
    },
  };
}

async function listRows(files: LocalFiles, digest: string): Promise<string[]> {
  try {
    return [...decodeShard(await files.read(digest)).rowOf.keys()];
  } catch {
    return [];
  }
}
