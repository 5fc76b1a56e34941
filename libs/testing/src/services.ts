import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { repository } from './repository';

export type ServiceName = 'postgres' | 'temporal';

/** Real services of one test file, on a data folder of their own. */
export interface TestServices {
  /** GRAFT_HOME of the services; removed by `stop`. */
  home: string;
  /** What a child process must be told: DATABASE_URL, GRAFT_TEMPORAL_ADDRESS ... */
  env: Record<string, string>;
  databaseUrl: string;
  temporalAddress: string;
  /** Signals a service, SIGKILL by default. One that dies is started again by itself. */
  kill(name: ServiceName, signal?: NodeJS.Signals): void;
  /** Process id of a service; null while it is down. */
  pid(name: ServiceName): number | null;
  /** Stops everything and leaves nothing behind. */
  stop(): Promise<void>;
}

/** The supervisor of `npm start`. */
export interface Stack {
  address: string;
  token: string;
  env: Record<string, string>;
  pids: Record<string, number | null>;
  kill(name: string, signal?: NodeJS.Signals): void;
  stop(): Promise<void>;
}

export interface StackOptions {
  home: string;
  port?: number;
  services?: readonly string[];
  env?: Readonly<Record<string, string>>;
  workers?: number;
  engine?: string;
  longestPause?: number;
  onLine?: (line: string) => void;
}

const starter = join(repository, 'tools', 'stack', 'start-stack.mjs');

/** Starts parts of the stack with the supervisor of `npm start`. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const module = (await import(pathToFileURL(starter).href)) as {
    startStack: (options: StackOptions) => Promise<Stack>;
  };
  return module.startStack(options);
}

/** Starts services as `npm start` does, with the same supervisor. */
export async function startServices(
  services: readonly ServiceName[] = ['postgres', 'temporal'],
): Promise<TestServices> {
  const home = await mkdtemp(join(tmpdir(), 'graft-test-'));
  const stack = await startStack({ home, services });
  return {
    home,
    env: stack.env,
    databaseUrl: stack.env['DATABASE_URL'] ?? '',
    temporalAddress: stack.env['GRAFT_TEMPORAL_ADDRESS'] ?? '',
    kill: (name, signal) => stack.kill(name, signal),
    pid: (name) => stack.pids[name] ?? null,
    async stop() {
      await stack.stop();
      // A helper process of PostgreSQL may still write while its folder goes.
      await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** Awaits a condition; fails with what was awaited. A condition that throws does not hold yet. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 30,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  let last: unknown;
  // Often at first; what takes longer is slowed by those who keep asking.
  for (let pause = 10; performance.now() < deadline; pause = Math.min(50, 1.2 * pause)) {
    try {
      if (await holds()) return;
    } catch (error) {
      last = error;
    }
    await wait(pause);
  }
  throw new Error(`waited ${seconds} s in vain until ${what}`, { cause: last });
}
