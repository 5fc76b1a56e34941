import { dumpTables, type Dump } from '@graft/db';
import { UserError } from '@graft/errors';
import { LocalBlobStore } from '@graft/storage';
import {
  appendFile,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { closeNames } from './name-closure';

export const BACKUP_FORMAT = 'graft.backup/1';
const DIGEST = /[0-9a-f]{64}/g;

export interface BackupSummary {
  tables: number;
  rows: number;
  blobs: number;
  bytes: number;
  /** Named by a row, but gone or damaged at the source: a restored run computes or asks for them again. */
  missing: string[];
}

interface Source {
  databaseUrl: string;
  blobs: LocalBlobStore;
}

/**
 * Writes all that Graft knows into a new folder while it goes on working: rows as of one moment, then every blob
 * that they name; nothing is removed meanwhile. The folder appears under its name when it is whole and on the disk.
 * @throws UserError `backup.exists`
 */
export async function createBackup(source: Source, folder: string): Promise<BackupSummary> {
  if ((await readdir(folder).catch(() => [])).length > 0) {
    throw new UserError({
      code: 'backup.exists',
      message: `The folder ${folder} is not empty: a backup overwrites nothing. Choose a new one.`,
    });
  }
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, 'tables'), { recursive: true, mode: 0o700 });
  const copied = { blobs: 0, bytes: 0, missing: [] as string[] };
  const writeTable = (table: string, lines: string) =>
    appendFile(join(partial, 'tables', `${table}.jsonl`), lines, { mode: 0o600 });
  const dump = await dumpTables(source.databaseUrl, writeTable, async () => {
    await copyBlobs(source.blobs, partial, copied);
  });
  await writeManifest(partial, dump, copied);
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  const rows = dump.tables.reduce((sum, table) => sum + table.rows, 0);
  return { tables: dump.tables.length, rows, ...copied };
}

async function copyBlobs(
  blobs: LocalBlobStore,
  partial: string,
  copied: { blobs: number; bytes: number; missing: string[] },
): Promise<void> {
  const target = new LocalBlobStore(join(partial, 'blobs'));
  const recorded = await readNames(join(partial, 'tables', 'Blob.jsonl'));
  for (const digest of await closeNames(blobs, recorded)) {
    if (!(await blobs.has(digest)) || !(await blobs.verify(digest))) {
      if (recorded.has(digest)) copied.missing.push(digest);
      continue;
    }
    const { bytes } = await target.put({ path: await blobs.locate(digest) }, digest);
    copied.blobs += 1;
    copied.bytes += bytes;
  }
}

async function readNames(path: string): Promise<Set<string>> {
  const text = await readFile(path, 'utf8');
  return new Set([...text.matchAll(DIGEST)].map(([name]) => name));
}

async function writeManifest(
  partial: string,
  dump: Dump,
  copied: { blobs: number; bytes: number; missing: string[] },
): Promise<void> {
  const path = join(partial, 'manifest.json');
  const manifest = {
    format: BACKUP_FORMAT,
    createdAt: new Date().toISOString(),
    ...dump,
    ...copied,
  };
  await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  for (const { name } of dump.tables) await sync(join(partial, 'tables', `${name}.jsonl`));
  for (const each of [path, join(partial, 'tables'), partial]) await sync(each);
}

async function sync(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
