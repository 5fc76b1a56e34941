import { openDatabase } from '@graft/db';
import { EnginePool } from '@graft/engine/host';
import { openBlobStore, type LocalBlobStore } from '@graft/storage';
import { openTracing } from '@graft/tracing';
import { readQueue } from '@graft/workflows';
import type { Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { CheckedBlobs } from './checked-blobs';
import type { WorkerConfig } from './config';
import { connectToTemporal, hasPollers } from './connect';
import { freeSpace } from './free-space';
import { keepPresence } from './presence';
import { sweepScratch } from './scratch';
import type { WorkerServices } from './services';
import { serveStatus } from './serve-status';
import { openMetrics } from './worker-metrics';
import { createWorkers } from './workers';

export interface RunningWorker {
  /** Settles when all polling has ended; rejects when a worker has failed for good. */
  ended: Promise<void>;
  /** Steps checkpoint and let go, then everything ends. A second call changes nothing. */
  drain(): void;
}

/** Where what is durable goes to; fault tests give parts that fail. */
export interface WorkerParts {
  openDatabase: typeof openDatabase;
  openBlobs: (folder: string) => LocalBlobStore;
}

const REAL_PARTS: WorkerParts = {
  openDatabase,
  openBlobs: (folder) => openBlobStore(folder, process.env),
};

/** Connects, sweeps up and begins to poll. */
export async function startWorker(
  config: WorkerConfig,
  log: Logger,
  parts = REAL_PARTS,
): Promise<RunningWorker> {
  const draining = new AbortController();
  const blobs = parts.openBlobs(config.blobs);
  const swept = await sweepScratch(config.scratch);
  const leftovers = await blobs.removeLeftovers();
  log.info({ swept, leftovers }, 'swept up');
  const connection = await connectToTemporal(config.temporal, log);
  const database = parts.openDatabase(config.databaseUrl, {
    onConnectionError: (error) => log.warn({ err: error }, 'a database connection broke'),
  });
  const services: WorkerServices = {
    ...{ config, log, blobs, database },
    draining: draining.signal,
    freeSpace: () => freeSpace({ database, blobs, folder: config.blobs }),
    checkedBlobs: new CheckedBlobs(blobs),
    metrics: openMetrics(config),
    tracing: openTracing('graft-worker', process.env),
    engines: makeEngines(config, log),
    hasGpuWorker: (queue) => hasPollers(connection, config.temporal.namespace, queue),
  };
  const workers = await createWorkers(services, connection);
  // Those of its labels follow from these.
  const queues = workers.flatMap(({ options: { taskQueue } }) =>
    readQueue(taskQueue).labels.length === 0 ? [taskQueue] : [],
  );
  const drain = (): void => {
    draining.abort();
    shutDown(workers);
  };
  const presence = await keepPresence({
    workers: services.database.workers,
    worker: describeWorker(config, queues),
    ...{ onDrain: drain, log },
  });
  const isWell = () => workers.every((worker) => worker.getState() === 'RUNNING');
  const { registry } = services.metrics;
  const status =
    config.statusPort === null ? null : await serveStatus(config.statusPort, { isWell, registry });
  log.info({ queues }, 'ready');
  warmEngines(services);
  return {
    ended: runAll(workers).finally(async () => {
      status?.close();
      await presence.end();
      await Promise.all([...new Set(Object.values(services.engines))].map((pool) => pool.close()));
      await services.database.close();
      await services.tracing.close();
      await connection.close();
    }),
    drain,
  };
}

function describeWorker(config: WorkerConfig, queues: string[]) {
  const { name, labels, code, backend, gpu, threads } = config;
  const device = gpu ? 'cuda' : 'cpu';
  return { ...{ name, queues, labels, backend, device, threads }, version: code.version };
}

/** TensorFlow takes every GPU that it sees. */
const NO_GPU = { CUDA_VISIBLE_DEVICES: '-1' };

function makeEngines(config: WorkerConfig, log: Logger): WorkerServices['engines'] {
  const onOutput = (text: string) => log.debug({ text }, 'engine');
  const options = { entry: config.engine, onOutput, mostResidentBytes: config.engineBytes };
  const heavy = new EnginePool({
    ...options,
    size: config.gpu ? 2 : 1,
    preload: true,
    cuda: config.gpu,
  });
  return {
    heavy,
    processor: config.gpu ? new EnginePool({ ...options, size: 1, env: NO_GPU }) : heavy,
    light: new EnginePool({ ...options, size: 1, maxResidentBytes: 512 * 1024 ** 2 }),
  };
}

/** The first step of the first run finds its engine ready. One that can't start says so to a step. */
function warmEngines({ engines, config, log }: WorkerServices): void {
  for (const pool of [engines.heavy, engines.light]) {
    pool.warm(config.threads).catch((error: unknown) => {
      log.warn({ err: error }, 'an engine could not be started ahead of time');
    });
  }
}

/** When one worker fails the others end too: half a worker would look healthy. */
async function runAll(workers: Worker[]): Promise<void> {
  const runs = workers.map((worker) => worker.run());
  const results = await Promise.allSettled(
    runs.map((run) =>
      run.catch((error: unknown) => {
        shutDown(workers);
        throw error;
      }),
    ),
  );
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** A worker that does not run throws when it is told to stop. */
function shutDown(workers: Worker[]): void {
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
}
