import { applyMigrations, openDatabase, type Database, type StepHold } from '@graft/db';
import { LocalBlobStore } from '@graft/storage';
import { makeFakeStep } from '@graft/testing/fake-step';
import { startServices, type TestServices } from '@graft/testing/services';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { checkIntegrity } from './check-integrity';

export const MIGRATIONS = join(import.meta.dirname, '..', '..', '..', 'prisma', 'migrations');
export const DAY_OLD = new Date(Date.now() - 48 * 3_600_000);

/** A database, a blob store and a folder that are a test file's alone, and runs to fill them with. */
export class IntegrityRoom {
  readonly blobs: LocalBlobStore;

  private constructor(
    private readonly services: TestServices,
    readonly database: Database,
    readonly folder: string,
    readonly workspaceId: string,
  ) {
    this.blobs = new LocalBlobStore(join(folder, 'blobs'));
  }

  static async open(): Promise<IntegrityRoom> {
    const services = await startServices(['postgres']);
    await applyMigrations(services.databaseUrl, MIGRATIONS);
    const database = openDatabase(services.databaseUrl);
    const folder = await mkdtemp(join(tmpdir(), 'graft-integrity-'));
    const { workspaceId } = await database.workspaces.ensure('default', 'owner');
    return new IntegrityRoom(services, database, folder, workspaceId);
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.services.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  get databaseUrl(): string {
    return this.services.databaseUrl;
  }

  /** A run whose one step has been taken. */
  async begin(key: string): Promise<StepHold> {
    const { database, workspaceId } = this;
    const step = makeFakeStep('a', {}, { key });
    const { runId } = await database.runs.create({
      workspaceId,
      version: { pipelineId: null, graph: {} },
      plan: { format: 'graft.plan/1', interpreter: 1, steps: [step], models: {} },
      planDigest: randomUUID(),
      nodeSteps: {},
      overrides: {},
    });
    await database.outbox.markDispatched(runId);
    const taken = await database.steps.takeFence({ workspaceId, runId, stepId: 'a' }, 'test');
    if (!taken.taken) throw new Error('the step was not free');
    return taken.hold;
  }

  async commit(hold: StepHold, key: string | null, content: Buffer, model?: string) {
    const stored = await this.blobs.put({ bytes: content });
    const outputs = {
      artifacts: { weights: { kind: 'weights', ...stored } },
      summary: {},
    } as const;
    const effect = {
      ...{ type: 'register-model' as const, name: model ?? '', notes: '', digest: stored.digest },
      ...{ labels: [], metrics: {} },
    } as const;
    await this.database.steps.commit(hold, {
      ...{ outputs, provenance: {}, state: 'succeeded', reason: null, publishAs: key },
      changed: false,
      effects: model === undefined ? [] : [effect],
    });
    return stored.digest;
  }

  /** A run that has ended; its step is cached under the key. */
  async finish(key: string, content = randomBytes(1000), model?: string): Promise<string> {
    const hold = await this.begin(key);
    const digest = await this.commit(hold, key, content, model);
    await this.database.runs.finish(this.workspaceId, hold.runId, { state: 'succeeded' });
    return digest;
  }

  look(): ReturnType<typeof checkIntegrity> {
    const { database, blobs } = this;
    return checkIntegrity({ database, blobs, workflows: null });
  }

  async age(digest: string): Promise<void> {
    await utimes(await this.blobs.locate(digest), DAY_OLD, DAY_OLD);
  }

  async damage(digest: string): Promise<void> {
    const path = await this.blobs.locate(digest);
    const bytes = await readFile(path);
    bytes[0]! ^= 1;
    await writeFile(path, bytes);
  }

  async sql(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }
}
