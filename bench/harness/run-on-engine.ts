import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { EngineProcess, type EngineOptions } from '@graft/engine/host';
import type { DatasetCard, Graph } from '@graft/graph';
import type { BaseCard } from '@graft/model';
import {
  resourcesOf,
  storeDataset,
  storeEfficientNet,
} from '../../libs/engine/src/testing/bundled-data';
import { compileGraph } from '../../libs/engine/src/testing/graphs';
import { TestSupervisor } from '../../libs/engine/src/testing/run-plan';
import { TestStore } from '../../libs/engine/src/testing/test-store';

const ON_GPU = process.env['GRAFT_BENCH_GPU'] === '1';

/** Two threads wherever the processor is measured: figures of different machines stay comparable. */
export const ENGINE = { threads: ON_GPU ? availableParallelism() : 2, cuda: ON_GPU };

/** The bundled pictures and the bundled base in a store of the case. */
export interface Bench {
  readonly store: TestStore;
  readonly dataset: DatasetCard;
  readonly base: BaseCard;
}

export async function openBench(folder: string): Promise<Bench> {
  const store = new TestStore(folder);
  const dataset = await storeDataset(store, 'emoji-objects', Number.POSITIVE_INFINITY);
  return { store, dataset, base: await storeEfficientNet(store) };
}

/** Runs a graph on the real engine, shards of features kept from earlier runs of the same bench. */
export async function runOnEngine(
  { store, dataset, base }: Bench,
  root: string,
  graph: Graph,
  shards: Map<string, string[]>,
  options: Omit<EngineOptions, 'entry'> = ENGINE,
): Promise<TestSupervisor> {
  const supervisor = new TestSupervisor(
    store,
    compileGraph(graph, resourcesOf([dataset], [base])),
    options.threads,
  );
  for (const [key, digests] of shards) supervisor.shards.set(key, digests);
  const engine = await EngineProcess.start({
    entry: join(root, 'apps/worker/dist/engine.js'),
    ...options,
  });
  try {
    await supervisor.runAll(
      engine,
      supervisor.plan.steps.filter((step) => step.kind !== 'register-model'),
    );
  } finally {
    await engine.kill();
  }
  for (const [key, digests] of supervisor.shards) shards.set(key, digests);
  return supervisor;
}
