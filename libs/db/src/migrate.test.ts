import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices, type TestServices } from '@graft/testing/services';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { applyMigrations } from './migrate';

const folder = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations');

/** In the order in which they are applied. */
async function listMigrations(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

describe('applyMigrations', () => {
  let services: TestServices;
  let url: string;
  let client: pg.Client;

  beforeAll(async () => {
    services = await startServices(['postgres']);
    url = services.databaseUrl;
    client = new pg.Client({ connectionString: url });
    await client.connect();
  });

  afterAll(async () => {
    await client?.end();
    await services?.stop();
  });

  it('applies each migration once, however many callers start at once', async () => {
    const results = await Promise.all([1, 2, 3].map(() => applyMigrations(url, folder)));
    expect(results.flat()).toEqual(await listMigrations());
    expect(await applyMigrations(url, folder)).toEqual([]);
  });

  it('writes the book as Prisma does: sha256 of the file, one step, finished', async () => {
    const { rows } = await client.query<{ checksum: string; finished_at: Date }>(
      'SELECT * FROM "_prisma_migrations"',
    );
    expect(rows).toHaveLength((await listMigrations()).length);
    expect(rows[0]).toMatchObject({
      migration_name: '20261123000000_first',
      applied_steps_count: 1,
    });
    expect(rows[0]?.checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]?.finished_at).toBeInstanceOf(Date);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'graft-migrations-'));
    await cp(folder, copy, { recursive: true });
    await writeFile(join(copy, '20261123000000_first', 'migration.sql'), 'SELECT 1;');
    await expect(applyMigrations(url, copy)).rejects.toMatchObject({ code: 'migration.changed' });
    await rm(copy, { recursive: true });
  });

  it('leaves nothing of a migration that fails half-way, and goes on once it is mended', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'graft-migrations-'));
    await cp(folder, copy, { recursive: true });
    const second = join(copy, '20261124000000_second');
    await cp(join(copy, '20261123000000_first'), second, { recursive: true });
    await writeFile(join(second, 'migration.sql'), 'CREATE TABLE half (); SELECT nonsense;');
    await expect(applyMigrations(url, copy)).rejects.toMatchObject({ errorClass: 'unexpected' });
    const { rows } = await client.query<{ half: unknown }>(`SELECT to_regclass('half') AS half`);
    expect(rows[0]?.half).toBeNull();
    await writeFile(join(second, 'migration.sql'), 'CREATE TABLE whole ();');
    expect(await applyMigrations(url, copy)).toEqual(['20261124000000_second']);
    await rm(copy, { recursive: true });
  });
});
