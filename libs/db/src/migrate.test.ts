import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices, type TestServices } from '@graft/testing/services';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { fillTables, readRow } from './fill-tables.fixture';
import { applyMigrations } from './migrate';

const folder = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations');
const FIRST = '20261123000000_first';

async function listNames(): Promise<string[]> {
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
    expect(results.flat()).toEqual(await listNames());
    expect(await applyMigrations(url, folder)).toEqual([]);
  });

  it('writes the book as Prisma does: sha256 of the file, one step, finished', async () => {
    const { rows } = await client.query<{ checksum: string; finished_at: Date }>(
      'SELECT * FROM "_prisma_migrations" ORDER BY migration_name',
    );
    expect(rows).toHaveLength((await listNames()).length);
    expect(rows[0]).toMatchObject({
      migration_name: FIRST,
      applied_steps_count: 1,
    });
    expect(rows[0]?.checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]?.finished_at).toBeInstanceOf(Date);
  });

  it('brings a database of every earlier version to the newest, with every column of every table in it', async () => {
    const names = await listNames();
    for (let version = 1; version < names.length; version += 1) {
      const database = `version_${version}`;
      await client.query(`CREATE DATABASE ${database}`);
      const old = url.replace('/graft?', `/${database}?`);
      const copy = await mkdtemp(join(tmpdir(), 'graft-migrations-'));
      for (const name of names.slice(0, version)) {
        await cp(join(folder, name), join(copy, name), { recursive: true });
      }
      expect(await applyMigrations(old, copy)).toEqual(names.slice(0, version));
      const inside = new pg.Client({ connectionString: old });
      await inside.connect();
      const before = await fillTables(inside);
      expect(before.size).toBeGreaterThan(15);
      const upgraded = await applyMigrations(old, folder);
      expect(upgraded).toEqual(names.slice(version));
      for (const [table, row] of before) {
        expect({ table, row: await readRow(inside, table) }).toMatchObject({ table, row });
      }
      await inside.end();
      await rm(copy, { recursive: true });
    }
  }, 120_000);

  it('refuses a migration that was edited after it was applied', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'graft-migrations-'));
    await cp(folder, copy, { recursive: true });
    await writeFile(join(copy, FIRST, 'migration.sql'), 'SELECT 1;');
    await expect(applyMigrations(url, copy)).rejects.toMatchObject({ code: 'migration.changed' });
    await rm(copy, { recursive: true });
  });

  it('leaves nothing of a migration that fails half-way, and goes on once it is mended', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'graft-migrations-'));
    await cp(folder, copy, { recursive: true });
    const second = join(copy, '29990101000000_second');
    await cp(join(copy, FIRST), second, { recursive: true });
    await writeFile(join(second, 'migration.sql'), 'CREATE TABLE half (); SELECT nonsense;');
    await expect(applyMigrations(url, copy)).rejects.toMatchObject({ errorClass: 'unexpected' });
    const { rows } = await client.query<{ half: unknown }>(`SELECT to_regclass('half') AS half`);
    expect(rows[0]?.half).toBeNull();
    await writeFile(join(second, 'migration.sql'), 'CREATE TABLE whole ();');
    expect(await applyMigrations(url, copy)).toEqual(['29990101000000_second']);
    await rm(copy, { recursive: true });
  });
});
