import { join } from 'node:path';
import pg from 'pg';
import type { StepCommit } from './commit-step';
import { openDatabase, type Database } from './database';
import { applyMigrations } from './migrate';
import type { StepHold } from './step-hold';
import { digestOf, makeOutputs } from './test-run';

const folder = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations');

/** The services of a test: see startServices of @graft/testing. */
interface RunningServices {
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** A database of the newest version that is a test's alone. */
export class TestDatabase {
  private constructor(
    readonly services: RunningServices,
    readonly database: Database,
  ) {}

  static async start(starting: Promise<RunningServices>): Promise<TestDatabase> {
    const services = await starting;
    await applyMigrations(services.databaseUrl, folder);
    return new TestDatabase(services, openDatabase(services.databaseUrl));
  }

  /** The next attempt of a step. */
  async take(ref: { workspaceId: string; runId: string }, stepId: string): Promise<StepHold> {
    const result = await this.database.steps.takeFence({ ...ref, stepId }, 'worker-1');
    if (!result.taken) throw new Error('the step has ended');
    return result.hold;
  }

  /** The owner's workspace, made when it is asked for first. */
  async ensureWorkspace(): Promise<string> {
    return (await this.database.workspaces.ensure('default', 'owner')).workspaceId;
  }

  /** Asks the database itself, past the repositories. */
  async ask<Row extends pg.QueryResultRow>(
    query: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.services.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Row>(query, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.services.stop();
  }
}

export function commitOf(mark: string, change: Partial<StepCommit> = {}): StepCommit {
  return {
    outputs: makeOutputs(mark),
    ...{ provenance: {}, effects: [], state: 'succeeded', reason: null },
    ...{ publishAs: null, changed: false },
    ...change,
  };
}

export const checkpointOf = (seq: number, mark: string, key: string) => ({
  ...{ key, seq, epoch: seq, batch: 0, digest: digestOf(mark), bytes: 5, threads: 2 },
});
