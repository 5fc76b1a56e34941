import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openDatabase, type Database } from './database';
import { TestDatabase } from './database.fixture';
import { REMOVAL_LOCK } from './upkeep-repository';

let test: TestDatabase;
let other: Database;

beforeAll(async () => {
  test = await TestDatabase.start(startServices(['postgres']));
  other = openDatabase(test.services.databaseUrl);
});
afterAll(async () => {
  await other.close();
  await test.stop();
});

/** How many entries the chain has, which must be whole. */
const entries = async () => {
  const verdict = await other.audit.verify();
  if (verdict.state === 'broken') throw new Error(JSON.stringify(verdict));
  return verdict.entries;
};

const recordOf = (action: string, subject = {}) => ({
  ...{ workspaceId: null, userId: null, action, subject, requestId: null },
});

describe('the audit log', () => {
  it('is one whole chain of all that many did at once, in two processes', async () => {
    const actions = Array.from({ length: 300 }, (_, at) => `did-${at}`);
    await Promise.all(
      actions.map((action, at) => (at % 2 ? test.database : other).audit.append(recordOf(action))),
    );
    expect(await other.audit.verify()).toEqual({ state: 'whole', entries: 300 });
  });

  it('stays whole where two processes write in turns, and where entries were lost with the database', async () => {
    const before = await entries();
    for (let at = 0; at < 6; at += 1) {
      await (at % 2 ? test.database : other).audit.append(recordOf(`turn-${at}`));
    }
    expect(await entries()).toBe(before + 6);
    const client = new pg.Client({ connectionString: test.services.databaseUrl });
    await client.connect();
    // As after a restored backup: the log forbids it to everybody else.
    await client.query('ALTER TABLE "AuditEntry" DISABLE TRIGGER USER');
    await client.query('DELETE FROM "AuditEntry" WHERE "seq" > $1', [before + 4]);
    await client.query('ALTER TABLE "AuditEntry" ENABLE TRIGGER USER');
    await client.end();
    await Promise.all([test.database, other].map(({ audit }) => audit.append(recordOf('after'))));
    expect(await entries()).toBe(before + 6);
  });

  it('does not wait for what workers do', async () => {
    const client = new pg.Client({ connectionString: test.services.databaseUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock_shared($1)', [REMOVAL_LOCK]);
    const before = await entries();
    const fresh = openDatabase(test.services.databaseUrl);
    await fresh.audit.append(recordOf('beside'));
    await fresh.audit.append(recordOf('beside'));
    expect(await entries()).toBe(before + 2);
    await client.query('ROLLBACK');
    await client.end();
    await fresh.close();
  });

  it('keeps what others did where one entry cannot be written', async () => {
    const { audit } = test.database;
    const { workspaceId } = await test.database.workspaces.ensure('default', 'owner');
    const append = (action: string, subject: object) =>
      audit.append({ ...recordOf(action, { ...subject }), workspaceId });
    const settled = await Promise.allSettled([
      append('before', { name: 'a' }),
      append('good', { name: 'b' }),
      append('bad', { name: 'PostgreSQL keeps no \u0000' }),
      append('after', { name: 'c' }),
    ]);
    expect(settled.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    ]);
    const entries = await audit.list(workspaceId, { limit: 10 });
    expect(entries.map(({ action }) => action)).toEqual(['after', 'good', 'before']);
    expect(await audit.verify()).toMatchObject({ state: 'whole' });
  });
});
