import { openDatabase, type Database } from '@graft/db';
import { LocalBlobStore } from '@graft/storage';
import { Client, Connection } from '@temporalio/client';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { recordWork } from '../engine-work';
import { fakeEngine, repository } from '../repository';
import { startStack, until, type Stack } from '../services';
import { listProcesses, listTree, send } from './processes';
import { PARTS, type Fault, type Part } from './plan-round';

/** Detection within 6 s: a dead worker is noticed after three seconds without a heartbeat. */
const TEST_PROFILE = {
  GRAFT_HEARTBEAT_SECONDS: '3',
  GRAFT_CHECKPOINT_MIN_SECONDS: '0',
  GRAFT_CHECKPOINT_MAX_SECONDS: '0.3',
  GRAFT_THREADS: '1',
  GRAFT_LOG_LEVEL: 'warn',
};

export interface GraftStackOptions {
  /** The program that workers fork; the fake engine by default. */
  engine?: string;
  env?: Readonly<Record<string, string>>;
  /** The fake engines write down what they do. */
  records?: boolean;
}

/** The whole of Graft as separate processes, with two workers, and the means to break it. */
export class GraftStack {
  /** The built workflow, on which histories are replayed. */
  workflows = join(repository, 'apps', 'worker', 'dist', 'workflows.js');

  private constructor(
    readonly home: string,
    private readonly stack: Stack,
    readonly database: Database,
    readonly client: Client,
    readonly blobs: LocalBlobStore,
    readonly engine: string,
  ) {}

  static async start(options: GraftStackOptions = {}): Promise<GraftStack> {
    const home = await realpath(await mkdtemp(join(tmpdir(), 'graft-faults-')));
    if (options.records) await recordWork(home);
    const engine = options.engine ?? fakeEngine;
    const env = { ...TEST_PROFILE, ...options.env };
    const stack = await startStack({
      ...{ home, port: 0, workers: 2, longestPause: 500, engine, env },
    });
    const connection = Connection.lazy({ address: stack.env['GRAFT_TEMPORAL_ADDRESS'] ?? '' });
    return new GraftStack(
      home,
      stack,
      openDatabase(stack.env['DATABASE_URL'] ?? ''),
      new Client({ connection }),
      new LocalBlobStore(join(home, 'blobs')),
      engine,
    );
  }

  get databaseUrl(): string {
    return this.stack.env['DATABASE_URL'] ?? '';
  }

  /** Folder in which the workers' attempts keep their files. */
  get scratch(): string {
    return join(this.home, 'scratch', 'worker');
  }

  pid(part: Part): number | null {
    return this.stack.pids[part] ?? null;
  }

  /** `fetch` on the API, with its token. */
  ask(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.stack.address}/api/v1${path}`, {
      signal: AbortSignal.timeout(10_000),
      ...init,
      headers: {
        authorization: `Bearer ${this.stack.token}`,
        'content-type': 'application/json',
        ...(init.headers as Record<string, string> | undefined),
      },
    });
  }

  /** Does what a fault says, now; resolves when it is over. */
  async strike(fault: Fault): Promise<void> {
    if (fault.type === 'kill-engine') return this.killEngine();
    const pid = this.pid(fault.part);
    if (pid === null) return;
    if (fault.type === 'freeze') return freeze(pid, fault.milliseconds);
    if (fault.type === 'kill') send(pid, 'SIGKILL');
    else send(pid, fault.part === 'postgres' ? 'SIGINT' : 'SIGTERM');
  }

  /** Engines of this stack's workers; those that nobody owns any more if `orphaned`. */
  listEngines({ orphaned }: { orphaned: boolean }): number[] {
    const all = listProcesses();
    const parents = new Map(all.map((each) => [each.pid, each.command]));
    const owned = new Set(PARTS.map((part) => this.pid(part)));
    return all
      .filter(({ command }) => command.includes(this.engine) && !command.includes('setpriv'))
      .filter(({ parent }) =>
        orphaned ? !(parents.get(parent) ?? '').includes('main.js') : owned.has(parent),
      )
      .map(({ pid }) => pid);
  }

  /** Parts that run beside the one of their name which the supervisor knows; it has forgotten them. */
  listStrays(): string[] {
    const known = new Set(PARTS.map((part) => this.pid(part)));
    return listProcesses()
      .filter(({ pid, parent }) => parent === process.pid && !known.has(pid))
      .filter(({ command }) => /dist\/main\.js|server start-dev|postgres -D/.test(command))
      .map(({ pid, command }) => `${pid} (${command.slice(0, 120).trim()})`);
  }

  /** Resolves when every part is there and answers. */
  async untilHealthy(): Promise<void> {
    await until(
      'every part of the stack answers',
      async () => {
        if (PARTS.some((part) => this.pid(part) === null)) return false;
        await this.database.ping();
        const reply = await fetch(`${this.stack.address}/api/health`);
        return ((await reply.json()) as { status: string }).status === 'ok';
      },
      90,
    );
  }

  /** Stops it all; the data folder stays if `keep`. */
  async stop({ keep = false } = {}): Promise<void> {
    await this.database.close();
    await this.client.connection.close();
    await this.stack.stop();
    if (!keep) await rm(this.home, { recursive: true, force: true });
  }

  private killEngine(): void {
    const [engine] = this.listEngines({ orphaned: false });
    if (engine !== undefined) send(engine, 'SIGKILL');
  }
}

/** Stops a process and all that descend from it for a while. */
async function freeze(pid: number, milliseconds: number): Promise<void> {
  // Children first: nobody may see them stand still and do something about it.
  const tree = listTree(pid).reverse();
  for (const each of tree) send(each, 'SIGSTOP');
  await wait(milliseconds);
  for (const each of tree) send(each, 'SIGCONT');
}
