import { createReadStream } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { toGraftError } from '@graft/errors';
import { countExamples } from '@graft/graph';
import type { BundledBase, BundledDataset } from './load-bundle';
import type { Services } from './services';

type Needed = Pick<Services, 'database' | 'blobs' | 'prepared' | 'bundle' | 'importer' | 'logger'>;

/** Puts weights and vocabularies of bundled base models into the blob store, once. */
export async function installBases({ bundle, blobs, database }: Needed): Promise<void> {
  const files = bundle.bases.flatMap((base: BundledBase) => base.files);
  for (const { path, sha256 } of files) {
    if (await blobs.has(sha256)) continue;
    await database.blobs.record([await blobs.put({ path }, sha256)]);
  }
}

/** Milliseconds until an import is tried again that the database or the disk was not there for. */
const RETRY_MS = 1000;

/**
 * Adds the bundled data sets that are missing, small ones first.
 * `installing` tells a run that names one of them whether it is there, once that is known.
 */
export async function installDatasets(
  services: Needed & Pick<Services, 'installing'>,
  workspaceId: string,
  signal: AbortSignal,
): Promise<void> {
  let last = Promise.resolve(true);
  for (const bundled of sortBySize(services.bundle.datasets)) {
    last = last.then(() => ensureInstalled(services, workspaceId, bundled, signal));
    services.installing.set(bundled.card.digest, last);
  }
  await last;
}

function sortBySize(datasets: readonly BundledDataset[]): BundledDataset[] {
  const count = ({ card }: BundledDataset) => countExamples(card);
  return [...datasets].sort((left, right) => count(left) - count(right));
}

/** @returns false when Graft is being stopped, or when the import failed for good */
async function ensureInstalled(
  services: Needed,
  workspaceId: string,
  bundled: BundledDataset,
  signal: AbortSignal,
): Promise<boolean> {
  const { name } = bundled.card;
  while (!signal.aborted) {
    try {
      if (await isInstalled(services, workspaceId, bundled)) return true;
      await installDataset(services, workspaceId, bundled, signal);
      return true;
    } catch (error) {
      if (signal.aborted) break;
      services.logger.error({ err: error }, `the bundled data set ${name} could not be imported`);
      if (toGraftError(error).errorClass !== 'operational') break;
      await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  return false;
}

async function isInstalled(
  { database, blobs }: Needed,
  workspaceId: string,
  { card }: BundledDataset,
): Promise<boolean> {
  const known = await database.datasets.findByDigest(workspaceId, card.digest);
  return known !== null && (await blobs.has(card.digest));
}

/** Copies what was imported before, when Graft was built or for another workspace; else imports it. */
async function installDataset(
  { importer, blobs, prepared, logger }: Needed,
  workspaceId: string,
  { card, format, file }: BundledDataset,
  signal: AbortSignal,
): Promise<void> {
  const { ref: name, digest } = card;
  for (const from of [prepared, blobs]) {
    if (!(await from.has(digest))) continue;
    const added = await importer
      .addImported({ workspaceId, name, digest }, from)
      .catch((error: unknown) => passOver(error));
    if (added !== null) return;
  }
  const bytes = createReadStream(file.path);
  const made = await importer.import({ workspaceId, name, format, bytes, signal });
  if (made.digest === digest) return;
  logger.warn({ is: made.digest, said: digest }, `the card of ${card.name} has another digest`);
}

/** @returns null for a copy that isn't whole: there are other ways to get one */
function passOver(error: unknown): null {
  const { code } = toGraftError(error);
  if (code === 'blob.missing' || code === 'blob.corrupt' || code === 'blob.digest-mismatch') {
    return null;
  }
  throw error;
}
