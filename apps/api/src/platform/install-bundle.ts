import { createReadStream } from 'node:fs';
import { countExamples } from '@graft/graph';
import type { BundledBase, BundledDataset } from './load-bundle';
import type { Services } from './services';

type Needed = Pick<Services, 'database' | 'blobs' | 'bundle' | 'importer' | 'logger'>;

/** Puts weights and vocabularies of bundled base models into the blob store, once. */
export async function installBases({ bundle, blobs, database }: Needed): Promise<void> {
  const files = bundle.bases.flatMap((base: BundledBase) => base.files);
  for (const { path, sha256 } of files) {
    if (await blobs.has(sha256)) continue;
    await database.blobs.record([await blobs.put({ path }, sha256)]);
  }
}

/**
 * Imports the bundled data sets that are missing, the way uploads are imported, small ones first.
 * `installing` tells a run that names one of them when it is there.
 */
export function installDatasets(
  services: Needed & Pick<Services, 'installing'>,
  workspaceId: string,
  signal: AbortSignal,
): Promise<void> {
  let last = Promise.resolve();
  for (const bundled of sortBySize(services.bundle.datasets)) {
    last = last.then(() => ensureInstalled(services, workspaceId, bundled, signal));
    services.installing.set(bundled.card.digest, last);
  }
  return last;
}

function sortBySize(datasets: readonly BundledDataset[]): BundledDataset[] {
  const count = ({ card }: BundledDataset) => countExamples(card);
  return [...datasets].sort((left, right) => count(left) - count(right));
}

async function ensureInstalled(
  services: Needed,
  workspaceId: string,
  bundled: BundledDataset,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  try {
    if (await isInstalled(services, workspaceId, bundled)) return;
    await installDataset(services, workspaceId, bundled, signal);
  } catch (error) {
    if (signal.aborted) return;
    const { name } = bundled.card;
    services.logger.error({ err: error }, `the bundled data set ${name} could not be imported`);
  }
}

async function isInstalled(
  { database, blobs }: Needed,
  workspaceId: string,
  { card }: BundledDataset,
): Promise<boolean> {
  const known = await database.datasets.findByDigest(workspaceId, card.digest);
  return known !== null && (await blobs.has(card.digest));
}

async function installDataset(
  { importer, logger }: Needed,
  workspaceId: string,
  { card, format, file }: BundledDataset,
  signal: AbortSignal,
): Promise<void> {
  const bytes = createReadStream(file.path);
  const made = await importer.import({ workspaceId, name: card.ref, format, bytes, signal });
  if (made.digest === card.digest) return;
  logger.warn(
    { is: made.digest, said: card.digest },
    `the card of ${card.name} has another digest`,
  );
}
