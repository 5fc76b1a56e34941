import { createHash } from 'node:crypto';
import type { DuplicateGroup, ExamplePage, ExampleView } from '@graft/contracts';
import type { Database, DatasetVersionView } from '@graft/db';
import { OperationalError, UserError } from '@graft/errors';
import {
  datasetManifestSchema,
  groupNearDuplicates,
  type DatasetManifest,
  type ManifestExample,
} from '@graft/graph';
import type { BlobStore } from '@graft/storage';
import { applyOperations } from './apply-operations';
import { detectPictureType } from './detect-picture-type';
import { readRange } from './read-range';

/** Manifests kept in memory: a page of thumbnails reads the same one again and again. */
const KEPT = 8;
/** Of one group of duplicates. */
const MOST_OF_GROUP = 60;

interface LoadedVersion {
  readonly manifest: DatasetManifest;
  readonly bySha256: ReadonlyMap<string, ManifestExample>;
}

export interface StoredExample {
  readonly bytes: Buffer;
  /** Content type, told from the bytes and never from a name. */
  readonly type: string;
}

/** Reads examples of the data sets of a workspace, by id, name or the digest of a version. */
export class ExampleReader {
  readonly #loaded = new Map<string, LoadedVersion>();

  constructor(
    private readonly datasets: Pick<Database['datasets'], 'findNewest' | 'findByDigest'>,
    private readonly blobs: Pick<BlobStore, 'read' | 'locate'>,
  ) {}

  /** @throws UserError 404 `dataset.unknown`, `class.unknown`, 400 `operations.invalid` */
  async list(
    workspaceId: string,
    ref: string,
    page: {
      class?: string | undefined;
      search?: string | undefined;
      operations?: string | undefined;
      limit: number;
      offset: number;
    },
  ): Promise<ExamplePage> {
    const manifest = await this.load(workspaceId, ref);
    const { classes, examples } =
      page.operations === undefined ? manifest : applyOperations(manifest, page.operations);
    const label = page.class === undefined ? null : classes.indexOf(page.class);
    if (label === -1) throw unknown('class.unknown', 'This data set has no such class.');
    const wanted = page.search?.trim().toLowerCase() ?? '';
    const chosen = examples.filter(
      (each) => (label === null || each.label === label) && mentions(each, wanted),
    );
    const shown = chosen.slice(page.offset, page.offset + page.limit);
    return { total: chosen.length, examples: shown.map(viewExample) };
  }

  /**
   * @throws UserError 404 `dataset.unknown`, `example.unknown`
   * @throws OperationalError `blob.missing`, `example.corrupt`
   */
  async read(workspaceId: string, ref: string, sha256: string): Promise<StoredExample> {
    const { bySha256 } = await this.#open(workspaceId, ref);
    const example = bySha256.get(sha256);
    if (!example) throw unknown('example.unknown', 'This data set has no such example.');
    if ('text' in example) {
      return { bytes: Buffer.from(example.text), type: 'text/plain; charset=utf-8' };
    }
    const bytes = await readRange(await this.blobs.locate(example.pack), example);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw corrupt(sha256);
    return { bytes, type: detectPictureType(bytes) };
  }

  /** Examples that are the same or look alike, the largest groups first. */
  async listDuplicates(
    workspaceId: string,
    ref: string,
    { distance, limit }: { distance: number; limit: number },
  ): Promise<{ total: number; groups: DuplicateGroup[] }> {
    const { examples } = await this.load(workspaceId, ref);
    const hashed = examples.map((each) => ({
      sha256: each.sha256,
      phash: 'pack' in each ? each.phash : undefined,
    }));
    const groups = groupNearDuplicates(hashed, distance).sort((a, b) => b.length - a.length);
    return {
      total: groups.length,
      groups: groups.slice(0, limit).map((places) => {
        const shown = places.slice(0, MOST_OF_GROUP).flatMap((place) => examples[place] ?? []);
        const exact = new Set(places.map((place) => examples[place]?.sha256)).size === 1;
        return { exact, examples: shown.map(viewExample) };
      }),
    };
  }

  /** A version with its digest: whoever reads on names it, whatever is imported meanwhile. */
  async open(
    workspaceId: string,
    ref: string,
  ): Promise<{ digest: string; manifest: DatasetManifest }> {
    const { digest } = await this.#find(workspaceId, ref);
    return { digest, manifest: await this.load(workspaceId, digest) };
  }

  /** @throws UserError 404 `dataset.unknown` */
  async load(workspaceId: string, ref: string): Promise<DatasetManifest> {
    return (await this.#open(workspaceId, ref)).manifest;
  }

  /** The row is asked for each time: only the workspace's own versions are ever read. */
  async #open(workspaceId: string, ref: string): Promise<LoadedVersion> {
    const { digest } = await this.#find(workspaceId, ref);
    const loaded = this.#loaded.get(digest) ?? (await this.#read(digest));
    this.#loaded.delete(digest);
    this.#loaded.set(digest, loaded);
    const [oldest] = this.#loaded.keys();
    if (this.#loaded.size > KEPT && oldest !== undefined) this.#loaded.delete(oldest);
    return loaded;
  }

  async #find(workspaceId: string, ref: string): Promise<DatasetVersionView> {
    const found =
      (await this.datasets.findNewest(workspaceId, ref)) ??
      (await this.datasets.findByDigest(workspaceId, ref));
    if (found) return found;
    throw unknown(
      'dataset.unknown',
      'There is no such data set: list them to see which there are.',
    );
  }

  async #read(digest: string): Promise<LoadedVersion> {
    const text = (await this.blobs.read(digest)).toString('utf8');
    const manifest = datasetManifestSchema.parse(JSON.parse(text));
    const bySha256 = new Map(manifest.examples.map((example) => [example.sha256, example]));
    return { manifest, bySha256 };
  }
}

function mentions(example: ManifestExample, wanted: string): boolean {
  if (wanted === '' || example.name.toLowerCase().includes(wanted)) return true;
  return 'text' in example && example.text.toLowerCase().includes(wanted);
}

/** An example for who asks; a text comes with it. */
export function viewExample(example: ManifestExample): ExampleView {
  const { sha256, label, name } = example;
  return { sha256, label, name, text: 'text' in example ? example.text : null };
}

function unknown(code: string, message: string): UserError {
  return new UserError({ status: 404, code, message });
}

function corrupt(sha256: string): OperationalError {
  return new OperationalError({
    code: 'example.corrupt',
    message: `The stored example ${sha256.slice(0, 12)} is damaged: import the data set again.`,
  });
}
