import type { Database } from '@graft/db';
import type { DatasetCard, Resources } from '@graft/graph';
import { digestSpec, modelSpecSchema, type BaseCard } from '@graft/model';
import { createResources } from '@graft/nodes';
import type { BlobStore } from '@graft/storage';
import type { Bundle } from '../platform/load-bundle';
import { measureCoverage } from './measure-coverage';

const registered = new Map<string, BaseCard>();

/** A snapshot of what graphs of a workspace may name: its data sets, bundled bases, its own models. */
export async function snapshotResources(
  services: { database: Pick<Database, 'datasets' | 'models'>; blobs: BlobStore; bundle: Bundle },
  workspaceId: string,
): Promise<Resources> {
  const { database, bundle } = services;
  const [datasets, models] = await Promise.all([
    listDatasetCards(database, bundle, workspaceId),
    database.models.listNewest(workspaceId),
  ]);
  const own = models.map(({ name, digest }) => readRegistered(services.blobs, name, digest));
  const base = [...bundle.bases.map(({ card }) => card), ...(await Promise.all(own))];
  const vocabularies = bundle.bases.flatMap(({ card: { spec } }) =>
    spec.input.kind === 'tokens' ? [spec.input.vocabulary] : [],
  );
  const dataset = datasets.map((card) => addCoverage(services.blobs, card, vocabularies));
  return createResources({ dataset: await Promise.all(dataset), base });
}

async function addCoverage(
  blobs: BlobStore,
  card: DatasetCard,
  vocabularies: readonly string[],
): Promise<DatasetCard> {
  const coverage = await measureCoverage(blobs, card, vocabularies);
  return coverage.length === 0 ? card : { ...card, coverage };
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

/** The spec of a registered model is immutable, so it is read once. */
async function readRegistered(blobs: BlobStore, name: string, digest: string): Promise<BaseCard> {
  const key = `${digest} ${name}`;
  const known = registered.get(key);
  if (known) return known;
  const spec = modelSpecSchema.parse(JSON.parse((await blobs.read(digest)).toString('utf8')));
  // What was familiar to it says nothing of a model that is trained on from here.
  delete spec.familiarity;
  const card: BaseCard = {
    origin: 'registered',
    ref: name,
    name,
    digest: digestSpec(spec),
    spec,
    licence: 'registered here',
  };
  registered.set(key, card);
  return card;
}
