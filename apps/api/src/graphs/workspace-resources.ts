import type { Database } from '@graft/db';
import { toGraftError } from '@graft/errors';
import type { DatasetCard, Resources } from '@graft/graph';
import { digestSpec, modelSpecSchema, type BaseCard } from '@graft/model';
import { createResources } from '@graft/nodes';
import type { BlobStore } from '@graft/storage';
import type { Bundle } from '../platform/load-bundle';
import { countNearDuplicates } from './count-near-duplicates';
import { measureCoverage } from './measure-coverage';
import { recall } from './recall';

const read = new Map<string, BaseCard>();
const MADE_HERE = 'registered here';

interface Sources {
  database: Pick<Database, 'datasets' | 'models' | 'bases' | 'resources'>;
  blobs: BlobStore;
  bundle: Bundle;
}

/** Snapshots by workspace and revision. Workspaces that nobody asked for lately are forgotten. */
const snapshots = new WeakMap<Bundle, Map<string, Promise<Resources>>>();
const MOST_SNAPSHOTS = 50;

/**
 * A snapshot of what graphs of a workspace may name: its data sets, bases that are bundled or
 * imported, its own models. As long as none is added or removed it is the same object.
 */
export async function snapshotResources(sources: Sources, workspaceId: string): Promise<Resources> {
  // Read before the rest: a snapshot that is newer than its revision is only made once more.
  const revision = await sources.database.resources.readRevision(workspaceId);
  const known = snapshots.get(sources.bundle) ?? new Map<string, Promise<Resources>>();
  snapshots.set(sources.bundle, known);
  const key = `${workspaceId} ${revision}`;
  const snapshot = recall(known, key, () =>
    makeSnapshot(sources, workspaceId, () => known.delete(key)),
  );
  known.delete(key);
  known.set(key, snapshot);
  const [oldest = ''] = known.keys();
  if (known.size > MOST_SNAPSHOTS) known.delete(oldest);
  return snapshot;
}

/** @param onLost called where a model is left out because its file is lost: it may come back without a new revision */
async function makeSnapshot(
  services: Sources,
  workspaceId: string,
  onLost: () => void,
): Promise<Resources> {
  const { database, bundle } = services;
  const [datasets, models, imported] = await Promise.all([
    listDatasetCards(database, bundle, workspaceId),
    database.models.listNewest(workspaceId),
    database.bases.list(workspaceId),
  ]);
  const stored = [
    ...imported.map((each): StoredModel => ({ ...each, origin: 'imported' })),
    ...models.map(({ name, digest }): StoredModel => ({
      ...{ name, digest, licence: MADE_HERE, origin: 'registered' },
    })),
  ];
  const own = await Promise.all(stored.map((each) => readUnlessLost(services.blobs, each)));
  const whole = own.flatMap((card) => (card === null ? [] : [card]));
  if (whole.length < own.length) onLost();
  const base = [...bundle.bases.map(({ card }) => card), ...whole];
  const vocabularies = bundle.bases.flatMap(({ card: { spec } }) =>
    spec.input.kind === 'tokens' ? [spec.input.vocabulary] : [],
  );
  const dataset = datasets.map((card) => measure(services.blobs, card, vocabularies));
  return createResources({ dataset: await Promise.all(dataset), base });
}

/** Adds what the examples themselves say. */
async function measure(
  blobs: BlobStore,
  card: DatasetCard,
  vocabularies: readonly string[],
): Promise<DatasetCard> {
  const [coverage, nearDuplicates] = await Promise.all([
    measureCoverage(blobs, card, vocabularies),
    countNearDuplicates(blobs, card),
  ]);
  return {
    ...card,
    ...(coverage.length === 0 ? {} : { coverage }),
    ...(nearDuplicates === undefined ? {} : { nearDuplicates }),
  };
}

async function listDatasetCards(
  database: Pick<Database, 'datasets'>,
  bundle: Bundle,
  workspaceId: string,
): Promise<DatasetCard[]> {
  const rows = await database.datasets.listNewest(workspaceId);
  const cards = rows.map(({ name, digest, element, classes }) => {
    return { ref: name, name, digest, element, classes };
  });
  // A bundled data set that is still being imported is as good as there: its digest is known.
  const known = new Set(cards.map(({ ref }) => ref));
  const missing = bundle.datasets.map(({ card }) => card).filter(({ ref }) => !known.has(ref));
  return [...cards, ...missing];
}

interface StoredModel {
  readonly name: string;
  /** Blob of its spec. */
  readonly digest: string;
  readonly licence: string;
  readonly origin: 'imported' | 'registered';
}

/** @returns null for a model whose file is gone or damaged: graphs that name another one don't need it */
async function readUnlessLost(blobs: BlobStore, stored: StoredModel): Promise<BaseCard | null> {
  try {
    return await readStored(blobs, stored);
  } catch (error) {
    const { code } = toGraftError(error);
    if (code === 'blob.missing' || code === 'blob.corrupt') return null;
    throw error;
  }
}

/** The spec of a stored model is immutable, so it is read once. */
async function readStored(blobs: BlobStore, stored: StoredModel): Promise<BaseCard> {
  const { name, digest, licence, origin } = stored;
  const key = `${origin} ${digest} ${name}`;
  const known = read.get(key);
  if (known) return known;
  const spec = modelSpecSchema.parse(JSON.parse((await blobs.read(digest)).toString('utf8')));
  const card: BaseCard = { origin, ref: name, name, digest: digestSpec(spec), spec, licence };
  read.set(key, card);
  return card;
}
