import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices, type TestServices } from '@graft/testing/services';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { applyMigrations } from './migrate';

const folder = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations');
const FIRST = '20261123000000_first';

/** Rows as the first version wrote them: later migrations may only add what these can live with. */
const PEOPLE_AND_RUNS = `
WITH w AS (INSERT INTO "Workspace" ("id", "name") VALUES (gen_random_uuid(), 'old') RETURNING "id"),
u AS (INSERT INTO "User" ("id", "name") VALUES (gen_random_uuid(), 'old user') RETURNING "id"),
m AS (INSERT INTO "Membership" ("workspaceId", "userId", "role") SELECT w."id", u."id", 'owner' FROM w, u),
p AS (INSERT INTO "Pipeline" ("id", "workspaceId", "name", "draft", "updatedAt")
  SELECT gen_random_uuid(), w."id", 'old pipeline', '{}', now() FROM w RETURNING "id", "workspaceId"),
v AS (INSERT INTO "PipelineVersion" ("id", "workspaceId", "pipelineId", "number", "graph")
  SELECT gen_random_uuid(), "workspaceId", "id", 1, '{}' FROM p RETURNING "id", "workspaceId")
INSERT INTO "Run" ("id", "workspaceId", "versionId", "planDigest", "nodeSteps", "overrides", "state", "finishedAt")
  SELECT gen_random_uuid(), "workspaceId", "id", 'x', '{}', '{}', 'succeeded', now() FROM v`;

const KEPT = `
SELECT u."name" AS "user", p."name" AS "pipeline", r."state"::text AS "state"
FROM "Run" r JOIN "PipelineVersion" v ON v."id" = r."versionId" JOIN "Pipeline" p ON p."id" = v."pipelineId"
JOIN "Membership" m ON m."workspaceId" = r."workspaceId" JOIN "User" u ON u."id" = m."userId"`;

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

  it('brings a database of every earlier version to the newest, with what is in it', async () => {
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
      await inside.query(PEOPLE_AND_RUNS);
      const upgraded = await applyMigrations(old, folder);
      expect(upgraded).toEqual(names.slice(version));
      const { rows } = await inside.query<Record<string, string>>(KEPT);
      expect(rows).toEqual([{ user: 'old user', pipeline: 'old pipeline', state: 'succeeded' }]);
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
