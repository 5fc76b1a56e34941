import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createClient, type Client, type RunView } from '@graft/contracts';
import type { Graph, Json } from '@graft/graph';
import { followRun } from '../../apps/cli/src/stack/follow-run';
import type { BenchContext } from './bench-case';

const DATASETS = ['emoji-objects', 'emoji-names', 'digits'];

/** The whole product on an empty data folder: PostgreSQL, Temporal, API and worker. */
export interface LiveStack {
  readonly address: string;
  readonly token: string;
  readonly client: Client;
  /** Submits a graph and waits for its end; seconds are those of somebody who watches a clock. */
  run(graph: Graph, overrides?: Readonly<Record<string, Json>>): Promise<TimedRun>;
  /** One run that tries all values of a field, `node.param`. */
  vary(graph: Graph, field: string, values: readonly Json[]): Promise<TimedRun>;
  /** SIGKILL for a part, which is started again. */
  kill(part: 'worker' | 'api'): void;
  /** Process ids by part. */
  readonly pids: Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

export interface TimedRun {
  readonly seconds: number;
  readonly run: RunView;
  /** Of the node `evaluate`. */
  readonly accuracy: number;
}

interface StartedStack {
  readonly address: string;
  readonly token: string;
  readonly pids: Readonly<Record<string, number>>;
  kill(name: string, signal: 'SIGKILL'): void;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** Starts a stack and waits until its data sets are imported and nothing else happens. */
export async function openLiveStack(
  { root, folder }: BenchContext,
  env: Environment = {},
): Promise<LiveStack> {
  const { startStack } = (await import(
    pathToFileURL(join(root, 'tools/stack/start-stack.mjs')).href
  )) as {
    startStack: (options: {
      home: string;
      port: number;
      env: Environment;
    }) => Promise<StartedStack>;
  };
  const home = mkdtempSync(join(folder, 'home-'));
  const stack = await startStack({ home, port: await findFreePort(), env });
  const client = createClient({ baseUrl: stack.address, token: stack.token });
  await untilImported(client);
  return {
    ...{ address: stack.address, token: stack.token, client },
    run: (graph, overrides) => runTimed(client, { graph, overrides: { ...overrides } }),
    vary: (graph, field, values) =>
      runTimed(client, { graph, vary: { field, values: [...values] } }),
    kill: (part) => stack.kill(part, 'SIGKILL'),
    get pids() {
      return stack.pids;
    },
    async stop() {
      await stack.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A template as it ships. */
export function readShipped(root: string, name: string): Graph {
  const path = join(root, 'assets/templates', `${name}.graph.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Graph;
}

async function untilImported(client: Client): Promise<void> {
  const there = async () => {
    const text = JSON.stringify(await client.listDatasets());
    return DATASETS.every((name) => text.includes(name));
  };
  while (!(await there())) await wait(200);
  // The worker has forked its engines by then.
  await wait(2000);
}

async function runTimed(
  client: Client,
  body: Parameters<Client['startRun']>[0]['body'],
): Promise<TimedRun> {
  const started = performance.now();
  const { runId } = await client.startRun({ body });
  // Asking again and again would take time from workers, which yield to the API: what is measured.
  await followRun(client, runId, { onEvent: () => undefined });
  const seconds = (performance.now() - started) / 1000;
  const run = await client.getRun({ params: { runId } });
  if (run.status !== 'succeeded') throw new Error(`${run.status}: ${JSON.stringify(run.error)}`);
  return { seconds, run, accuracy: Number(run.reports['evaluate']?.['accuracy']) };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
