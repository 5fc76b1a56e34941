import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServices, until, type TestServices } from '@graft/testing/services';
import { join } from 'node:path';
import { openDatabase, type Database } from './database';
import { EventListener } from './event-listener';
import { applyMigrations } from './migrate';
import { addRun, makeStep } from './test-run';

const folder = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations');
const note = { type: 'note', stepId: null, level: 'info', code: 'x', message: 'x' } as const;

describe('EventListener', () => {
  let services: TestServices;
  let database: Database;

  beforeAll(async () => {
    services = await startServices(['postgres']);
    await applyMigrations(services.databaseUrl, folder);
    database = openDatabase(services.databaseUrl);
  });

  afterAll(async () => {
    await database?.close();
    await services?.stop();
  });

  it('hears of events, loses the database, says so by a catch-up, and hears again', async () => {
    const heard = new Map<string, number>();
    let catchUps = 0;
    const listener = new EventListener({
      url: services.databaseUrl,
      onEvents: (runId, seq) => heard.set(runId, seq),
      onCatchUp: () => (catchUps += 1),
    });
    try {
      await until('it is connected', () => listener.connected);
      const run = await addRun(database, [makeStep('a')]);
      await until('it heard of the run', () => heard.get(run.runId) === 1);
      services.kill('postgres');
      await until('the loss is noticed', () => !listener.connected);
      const before = catchUps;
      await until('it is connected again', () => listener.connected);
      expect(catchUps).toBe(before + 1);
      await until('the pool is well again', async () => {
        await database.ping();
        return true;
      });
      const seq = await database.events.append(run.workspaceId, run.runId, [note, note]);
      await until('it heard of the newest event', () => heard.get(run.runId) === seq);
    } finally {
      await listener.close();
    }
  });

  it('tells a database that is away from a fault of ours', async () => {
    services.kill('postgres');
    const failures: unknown[] = [];
    await until('a call fails while it is down, then one goes well', async () => {
      await database.ping().catch((error: unknown) => {
        failures.push(error);
        throw error;
      });
      return failures.length > 0;
    });
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'database.unavailable', errorClass: 'operational' });
    }
  });
});
