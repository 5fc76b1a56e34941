import type { RunEvent } from '@graft/contracts';
import { applyMigrations, makeId, openDatabase, type Database, type NewRun } from '@graft/db';
import { PLAN_FORMAT, type Plan, type Step } from '@graft/plan';
import { LocalBlobStore } from '@graft/storage';
import { startRunWorkflow } from '@graft/workflows/client';
import { Client, Connection } from '@temporalio/client';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtWorker } from './built-worker';
import { fakeEngine, repository } from './repository';
import { startServices, until, type TestServices } from './services';
import { WorkerProcess } from './worker-process';

const migrations = join(repository, 'prisma', 'migrations');

export interface RunRef {
  workspaceId: string;
  runId: string;
}

export interface SubmitOptions extends Pick<NewRun, 'parentId' | 'fresh' | 'priority'> {
  models?: Plan['models'];
  workspaceId?: string;
}

export interface Hold {
  hold: { epoch: number; batch: number; whileExists: string };
  /** Waits until it is there and the checkpoint at the begin of that epoch is committed. */
  untilReached: (run: RunRef) => Promise<void>;
  release: () => Promise<void>;
}

/** Real PostgreSQL, real Temporal, real workers in processes; what the API does is done here. */
export class RunHarness {
  private readonly workers: WorkerProcess[] = [];

  private constructor(
    readonly services: TestServices,
    readonly database: Database,
    readonly client: Client,
    readonly blobs: LocalBlobStore,
    readonly workspaceId: string,
  ) {}

  static async start(): Promise<RunHarness> {
    const services = await startServices();
    await applyMigrations(services.databaseUrl, migrations);
    const database = openDatabase(services.databaseUrl);
    const connection = await Connection.connect({ address: services.temporalAddress });
    const { workspaceId } = await database.workspaces.ensure('default', 'owner');
    return new RunHarness(
      services,
      database,
      new Client({ connection }),
      new LocalBlobStore(join(services.home, 'blobs')),
      workspaceId,
    );
  }

  /**
   * A worker in the test profile: heartbeats of 5 s, a checkpoint at every epoch. `main` is another program than the
   * worker's own.
   */
  async startWorker(
    env: Readonly<Record<string, string>> = {},
    main = builtWorker.main,
  ): Promise<WorkerProcess> {
    const worker = await WorkerProcess.start(main, {
      ...this.services.env,
      GRAFT_ENGINE: fakeEngine,
      GRAFT_WORKFLOW_BUNDLE: builtWorker.workflows,
      GRAFT_HEARTBEAT_SECONDS: '5',
      GRAFT_CHECKPOINT_MIN_SECONDS: '0',
      GRAFT_CHECKPOINT_MAX_SECONDS: '0.3',
      GRAFT_THREADS: '1',
      ...env,
    });
    this.workers.push(worker);
    return worker;
  }

  /** Starts a new worker and ends all others as an upgrade does: by SIGTERM, while they work. */
  async replaceWorkers(): Promise<void> {
    const old = this.workers.splice(0);
    await this.startWorker();
    await Promise.all(old.map((worker) => worker.end('SIGTERM')));
  }

  /** Accepts a run and starts its workflow. */
  async submit(steps: readonly Step[], options: SubmitOptions = {}): Promise<RunRef> {
    const { models = {}, workspaceId = this.workspaceId, priority = 'normal', ...origin } = options;
    const run = { workspaceId, runId: makeId() };
    await this.database.runs.create({
      ...{ ...run, ...origin, priority },
      version: { pipelineId: null, graph: {} },
      plan: { format: PLAN_FORMAT, interpreter: 1, steps: [...steps], models },
      planDigest: makeId(),
      nodeSteps: {},
      overrides: {},
    });
    await startRunWorkflow(this.client, { ...run, priority });
    await this.database.outbox.markDispatched(run.runId);
    return run;
  }

  async stateOf(run: RunRef): Promise<string> {
    return (await this.database.runs.find(run.workspaceId, run.runId))?.state ?? 'unknown';
  }

  async untilState(run: RunRef, state: string, seconds = 60): Promise<void> {
    const read = () => this.stateOf(run);
    await until(`the run is ${state}`, async () => (await read()) === state, seconds).catch(
      async (error: unknown) => {
        const rows = await this.database.runs.find(run.workspaceId, run.runId);
        const logs = this.workers.map((worker) => worker.log.slice(-4000)).join('\n---\n');
        throw new Error(`${String(error)}\n${JSON.stringify(rows)}\n${logs}`);
      },
    );
  }

  events(run: RunRef): Promise<RunEvent[]> {
    return this.database.events.listAfter(run.workspaceId, run.runId, 0, 100_000);
  }

  /** Waits for the n-th committed checkpoint of a run. */
  async untilCheckpoint(run: RunRef, count = 1): Promise<void> {
    await until(`checkpoint ${count} is committed`, async () => {
      const events = await this.events(run);
      return events.filter((event) => event.type === 'checkpoint').length >= count;
    });
  }

  /**
   * For the parameters of a fake step: after so many epochs and three batches it waits, obeying, until it is
   * released. Whoever strikes in the middle of a training needs it, or depends on the machine's pace.
   */
  async makeHold(epoch: number): Promise<Hold> {
    const whileExists = join(this.services.home, `hold-${makeId()}`);
    await writeFile(whileExists, '');
    return {
      hold: { epoch, batch: 3, whileExists },
      untilReached: async (run) => {
        await until('it waits', () => existsSync(`${whileExists}.reached`), 60);
        // Whatever becomes of this attempt, the next one begins no earlier.
        await until(`the checkpoint of epoch ${epoch} is committed`, async () => {
          const events = await this.events(run);
          return events.some(
            (each) => each.type === 'checkpoint' && each.checkpoint.epoch === epoch,
          );
        });
      },
      release: () => rm(whileExists, { force: true }),
    };
  }

  /** The step as its row says. */
  async step(run: RunRef, stepId: string) {
    const found = await this.database.runs.find(run.workspaceId, run.runId);
    const step = found?.steps.find((each) => each.stepId === stepId);
    if (!step) throw new Error(`no step ${stepId}`);
    return step;
  }

  /** An output of a step as text. */
  async output(run: RunRef, stepId: string, name: string): Promise<string> {
    const outputs = await this.database.steps.findOutputs(run.workspaceId, run.runId, [stepId]);
    const artifact = outputs[stepId]?.artifacts[name];
    if (!artifact) throw new Error(`the step ${stepId} has no output ${name}`);
    return (await this.blobs.read(artifact.digest)).toString('utf8');
  }

  /** The fake engine that runs a step of the run right now. */
  async enginePid(run: RunRef): Promise<number> {
    let pid = 0;
    await until('an engine runs', async () => {
      const scratch = join(this.services.home, 'scratch', 'worker');
      const names = await readdir(scratch);
      const name = names.findLast((each) => each.startsWith(run.runId));
      pid = Number(await readFile(join(scratch, name ?? '', 'engine.pid'), 'utf8'));
      return pid > 0;
    });
    return pid;
  }

  /** Folders that attempts have left behind. */
  leftovers(): Promise<string[]> {
    return readdir(join(this.services.home, 'scratch', 'worker')).catch(() => []);
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.end()));
    await this.client.connection.close();
    await this.database.close();
    await this.services.stop();
  }
}
