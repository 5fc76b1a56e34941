import type { Database } from '@graft/db';
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
  const snapshot = recall(known, key, () => makeSnapshot(sources, workspaceId));
  known.delete(key);
  known.set(key, snapshot);
  const [oldest = ''] = known.keys();
  if (known.size > MOST_SNAPSHOTS) known.delete(oldest);
  return snapshot;
}

async function makeSnapshot(services: Sources, workspaceId: string): Promise<Resources> {
  const { database, bundle } = services;
  const [datasets, models, imported] = await Promise.all([
    listDatasetCards(database, bundle, workspaceId),
    database.models.listNewest(workspaceId),
    database.bases.list(workspaceId),
  ]);
  const own = [
    ...imported.map((each) => readStored(services.blobs, { ...each, origin: 'imported' })),
    ...models.map(({ name, digest }) =>
      readStored(services.blobs, { name, digest, licence: MADE_HERE, origin: 'registered' }),
    ),
  ];
  const base = [...bundle.bases.map(({ card }) => card), ...(await Promise.all(own))];
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
