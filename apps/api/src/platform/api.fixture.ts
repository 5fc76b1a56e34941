import 'reflect-metadata';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Client } from '@graft/contracts';
import { readConfig } from './config';
import { startApi, type RunningApi } from './start-api';

const repository = join(import.meta.dirname, '..', '..', '..', '..');

export interface TestApi {
  readonly api: RunningApi;
  readonly address: string;
  readonly token: string;
  readonly home: string;
  readonly client: Client;
  readonly env: Readonly<Record<string, string>>;
  /** `fetch` on the API with the token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/** The services of a test: see startServices of @graft/testing. */
interface RunningServices {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface TestApiOptions {
  /** Temporal runs too; else it is seen as down. */
  temporal?: boolean;
  /** With what ships with Graft; else without any data set or base model. */
  bundled?: boolean;
  /** More of the API's environment. */
  env?: Readonly<Record<string, string>>;
}

/** The API on real services that are its alone; stopping it stops them. */
export async function startTestApi(
  services: Promise<RunningServices>,
  options: TestApiOptions = {},
): Promise<TestApi> {
  const { temporal = false, bundled = false } = options;
  const stack = await services;
  const empty = join(stack.home, 'assets');
  await mkdir(join(empty, 'datasets'), { recursive: true });
  await mkdir(join(empty, 'base-models'), { recursive: true });
  await mkdir(join(empty, 'word-vectors'), { recursive: true });
  const env = {
    ...stack.env,
    GRAFT_HOME: stack.home,
    GRAFT_PORT: '0',
    GRAFT_ASSETS: bundled ? join(repository, 'assets') : empty,
    GRAFT_MIGRATIONS: join(repository, 'prisma', 'migrations'),
    GRAFT_ENGINE: join(repository, 'apps', 'worker', 'dist', 'engine.js'),
    GRAFT_LOG_LEVEL: 'silent',
    // A port where nobody listens, so that tests without Temporal see it as down.
    ...(temporal ? {} : { GRAFT_TEMPORAL_ADDRESS: '127.0.0.1:1' }),
    ...options.env,
  };
  const api = await startApi(readConfig(env));
  const address = `http://127.0.0.1:${String(api.port)}`;
  const token = api.token ?? '';
  return {
    ...{ api, address, token, env },
    home: stack.home,
    client: createClient({ baseUrl: address, token }),
    ask: (path, init = {}) =>
      fetch(`${address}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
      }),
    async stop() {
      await api.close();
      await stack.stop();
    },
  };
}
