import { startServices } from '@graft/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from './database';
import { TestDatabase } from './database.fixture';

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
    expect(await audit.verify()).toEqual({ state: 'whole', entries: 303 });
  });
});
