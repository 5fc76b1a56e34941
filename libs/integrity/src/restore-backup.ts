import { applyMigrations, isEmptyDatabase, loadTables } from '@graft/db';
import { UserError } from '@graft/errors';
import { LocalBlobStore } from '@graft/storage';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { BACKUP_FORMAT } from './create-backup';

const manifestSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  createdAt: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), rows: z.int(), sha256: z.string() })),
  blobs: z.int(),
  bytes: z.int(),
  missing: z.array(z.string()),
});

export type BackupManifest = z.infer<typeof manifestSchema>;

interface Target {
  /** Of an empty database. */
  databaseUrl: string;
  blobs: LocalBlobStore;
  /** Folder of this version's migrations. */
  migrations: string;
}

/**
 * Fills an empty Graft from a backup: every file is compared with its hash before the first row is written, blobs
 * come before rows. An older backup is brought to today's schema. Runs that had not ended go on at the next start.
 * @throws UserError `backup.unreadable`, `backup.damaged`, `backup.newer`, `restore.not-empty`
 */
export async function restoreBackup(folder: string, target: Target): Promise<BackupManifest> {
  const manifest = await readManifest(folder);
  await checkVersion(manifest, target.migrations);
  for (const table of manifest.tables) await checkTable(folder, table);
  const source = new LocalBlobStore(join(folder, 'blobs'));
  await checkBlobs(source, manifest);
  await refuseIfFull(target);
  await putBlobs(source, target.blobs);
  await applyMigrations(target.databaseUrl, target.migrations, manifest.migrations);
  const names = manifest.tables.map(({ name }) => name);
  await loadTables(target.databaseUrl, names, (table) => readLines(folder, table));
  await applyMigrations(target.databaseUrl, target.migrations);
  return manifest;
}

async function readManifest(folder: string): Promise<BackupManifest> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => null);
  const parsed = manifestSchema.safeParse(text === null ? null : parseJson(text));
  if (parsed.success) return parsed.data;
  throw new UserError({
    code: 'backup.unreadable',
    message: `${folder} is not a backup of Graft: it has no readable manifest.json.`,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function checkVersion({ migrations }: BackupManifest, folder: string): Promise<void> {
  const known = new Set(await readdir(folder));
  const unknown = migrations.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new UserError({
    code: 'backup.newer',
    message: `The backup was made by a newer Graft (it has the migration ${unknown}): update Graft first.`,
  });
}

async function checkTable(
  folder: string,
  { name, sha256 }: BackupManifest['tables'][number],
): Promise<void> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(tablePath(folder, name)))
      hash.update(chunk as Buffer);
  } catch {
    throw damaged(`tables/${name}.jsonl`);
  }
  if (hash.digest('hex') !== sha256) throw damaged(`tables/${name}.jsonl`);
}

async function refuseIfFull({ blobs, databaseUrl }: Target): Promise<void> {
  const { done } = await blobs.list().next();
  if (done && (await isEmptyDatabase(databaseUrl))) return;
  throw new UserError({
    code: 'restore.not-empty',
    message: 'There is data already: a restore overwrites nothing. Choose an empty data folder.',
  });
}

/** Reads every blob of the backup once. A damaged one is set aside inside the backup. */
async function checkBlobs(source: LocalBlobStore, { blobs }: BackupManifest): Promise<void> {
  let whole = 0;
  for await (const { digest } of source.list()) {
    if (!(await source.verify(digest))) throw damaged(`the blob ${digest}`);
    whole += 1;
  }
  if (whole !== blobs) throw damaged(`the folder blobs (${whole} files of ${blobs})`);
}

async function putBlobs(source: LocalBlobStore, target: LocalBlobStore): Promise<void> {
  for await (const { digest } of source.list()) {
    await target.put({ path: await source.locate(digest) }, digest);
  }
}

/** Opens the file when it is asked for the first line: a reader that nobody listens to loses its lines. */
async function* readLines(folder: string, table: string): AsyncGenerator<string> {
  const input = createReadStream(tablePath(folder, table));
  for await (const line of createInterface({ input, crlfDelay: Infinity })) yield line;
}

function tablePath(folder: string, table: string): string {
  return join(folder, 'tables', `${table}.jsonl`);
}

function damaged(what: string): UserError {
  return new UserError({
    code: 'backup.damaged',
    message: `The backup is damaged: ${what} is not what the manifest says. Nothing was restored; use another backup.`,
  });
}
