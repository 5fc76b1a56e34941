import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { applyMigrations, openDatabase, type Database } from '@graft/db';
import { EnginePool } from '@graft/engine/host';
import { LocalBlobStore } from '@graft/storage';
import type { INestApplication } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { loadToken } from '../auth/access-token';
import { DatasetImporter } from '../datasets/dataset-importer';
import { UploadStore } from '../datasets/upload-store';
import { ExampleReader } from '../datasets/example-reader';
import { EventHub } from '../events/event-hub';
import { BaseImporter } from '../models/base-importer';
import { ModelExporter } from '../models/model-exporter';
import { Predictor } from '../models/predictor';
import { RunDispatcher } from '../runs/run-dispatcher';
import { TemporalWorkflows } from '../runs/temporal-workflows';
import { WorkerWatch } from '../runs/worker-watch';
import type { ApiConfig } from './config';
import { createApp } from './create-app';
import { HealthProbe } from './health-probe';
import { installBases, installDatasets } from './install-bundle';
import { loadBundle } from './load-bundle';
import { keepReconciling } from './keep-reconciling';
import type { Services } from './services';

export const VERSION = '0.1.0';

export interface RunningApi {
  readonly port: number;
  readonly token: string;
  /** Resolves when the bundled data sets are there. */
  readonly installed: Promise<void>;
  /** Stops taking requests, ends streams and connections. */
  close(): Promise<void>;
}

/** Brings the database up to date, makes what must exist, and listens. */
export async function startApi(config: ApiConfig): Promise<RunningApi> {
  const logger = pino({ level: config.logLevel, base: null });
  await applyMigrations(config.databaseUrl, config.migrations);
  const database = openDatabase(config.databaseUrl, {
    onConnectionError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const caller = {
    ...(await database.workspaces.ensure('local', 'local')),
    role: 'owner' as const,
  };
  const token = await loadToken(config.tokenFile);
  await rm(config.scratch, { recursive: true, force: true });
  const temporal = new TemporalWorkflows(config.temporalAddress, config.temporalNamespace);
  const services = await makeServices(config, database, temporal, logger);
  await installBases(services);
  const app = await createApp(services, { token, caller }, config.hosts);
  await app.listen(config.port, config.host);
  services.dispatcher.poke();
  const reconciling = keepReconciling(database, temporal, logger);
  const stopping = new AbortController();
  const installed = installDatasets(services, caller.workspaceId, stopping.signal);
  return {
    port: portOf(app),
    token,
    installed,
    close: async () => {
      stopping.abort();
      await closeAll(app, services, [() => reconciling.close(), () => installed]);
    },
  };
}

async function makeServices(
  config: ApiConfig,
  database: Database,
  workflows: TemporalWorkflows,
  logger: Logger,
): Promise<Services> {
  const blobs = new LocalBlobStore(config.blobs);
  await blobs.removeLeftovers();
  const engines = new EnginePool({ entry: config.engine, size: 1 });
  const workers = new WorkerWatch(workflows, database.steps);
  const { scratch, threads, web } = config;
  return {
    ...{ database, blobs, workflows, workers, logger, scratch, web },
    version: VERSION,
    bundle: await loadBundle(config.assets),
    installing: new Map(),
    importer: new DatasetImporter(database, blobs, scratch),
    uploads: new UploadStore(config.uploads),
    examples: new ExampleReader(database.datasets, blobs),
    dispatcher: new RunDispatcher(database.outbox, workflows, logger, config.runLimit),
    events: new EventHub({ events: database.events, databaseUrl: config.databaseUrl, logger }),
    predictor: new Predictor(engines, blobs, scratch, threads),
    exporter: new ModelExporter(engines, blobs, scratch, threads),
    bases: new BaseImporter({ engines, blobs, database, folder: scratch, threads }),
    health: new HealthProbe(database, workers, config.setupFile, VERSION),
  };
}

function portOf(app: INestApplication): number {
  return (app.getHttpServer() as { address(): AddressInfo }).address().port;
}

async function closeAll(
  app: INestApplication,
  services: Services,
  others: readonly (() => Promise<void>)[],
): Promise<void> {
  await services.events.close();
  await app.close();
  await Promise.all(others.map((close) => close()));
  await services.dispatcher.close();
  await services.predictor.close();
  await services.workflows.close();
  await services.database.close();
}
