import type { Database } from '@graft/db';
import type { BlobStore } from '@graft/storage';

const DIGEST = /[0-9a-f]{64}/g;
/** Documents never change, so what one names is read once. */
const MOST_REMEMBERED = 1000;

export interface DiskUse {
  /** Of all that the workspace names, each blob once; what it shares with others counts in each. */
  diskBytes: number;
  /** The part that is results, which can be computed again. */
  resultBytes: number;
}

/** Measures what workspaces keep on disk. */
export class DiskMeter {
  readonly #named = new Map<string, readonly string[]>();

  constructor(
    private readonly upkeep: Pick<Database['upkeep'], 'listOfWorkspace' | 'sumBytes'>,
    private readonly blobs: Pick<BlobStore, 'read' | 'has'>,
  ) {}

  async measure(workspaceId: string): Promise<DiskUse> {
    const { results, documents } = await this.upkeep.listOfWorkspace(workspaceId);
    const kept = new Set(documents);
    for (const digest of documents) for (const name of await this.#read(digest)) kept.add(name);
    const [diskBytes, resultBytes] = await Promise.all([
      this.upkeep.sumBytes([...kept, ...results]),
      this.upkeep.sumBytes(results.filter((digest) => !kept.has(digest))),
    ]);
    return { diskBytes, resultBytes };
  }

  async #read(digest: string): Promise<readonly string[]> {
    const known = this.#named.get(digest);
    if (known !== undefined) return known;
    if (!(await this.blobs.has(digest))) return [];
    const text = (await this.blobs.read(digest)).toString('utf8');
    const names = [...new Set(text.match(DIGEST) ?? [])];
    // Pictures are named too, by what they hold: they lie in packs and are no blobs.
    if (this.#named.size >= MOST_REMEMBERED) this.#named.clear();
    this.#named.set(digest, names);
    return names;
  }
}
