import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname } from 'node:path';
import { applyMigrations, openDatabase, type Database } from '@graft/db';
import { EnginePool } from '@graft/engine/host';
import { DiskMeter } from '@graft/integrity';
import { LocalBlobStore, openBlobStore, removeStill } from '@graft/storage';
import { openTracing } from '@graft/tracing';
import type { INestApplication } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { openAccess, type Access } from '../accounts/open-access';
import { Authenticator } from '../auth/authenticator';
import { Limits } from '../auth/limits';
import { Passwords } from '../auth/passwords';
import { DatasetImporter } from '../datasets/dataset-importer';
import { UploadStore } from '../datasets/upload-store';
import { ExampleReader } from '../datasets/example-reader';
import { EventHub } from '../events/event-hub';
import { BaseImporter } from '../models/base-importer';
import { FeatureMapper } from '../models/feature-mapper';
import { ModelExporter } from '../models/model-exporter';
import { Predictor } from '../models/predictor';
import { guardBases } from '../published/guard-bases';
import { PublishedBases } from '../published/published-bases';
import { readPublished } from '../published/read-published';
import { RunDispatcher } from '../runs/run-dispatcher';
import { TemporalWorkflows } from '../runs/temporal-workflows';
import { WorkerWatch } from '../runs/worker-watch';
import { guardAddresses } from '../webhooks/public-address';
import { WebhookSecrets } from '../webhooks/webhook-secrets';
import type { ApiConfig } from './config';
import { ApiMetrics } from './api-metrics';
import { createApp } from './create-app';
import { HealthProbe } from './health-probe';
import { installBases, installDatasets } from './install-bundle';
import { loadBundle } from './load-bundle';
import { keepReconciling } from './keep-reconciling';
import { keepTidy } from './keep-tidy';
import { keepPromises } from './keep-promises';
import { serveMetrics } from './serve-metrics';
import type { Services } from './services';

export const VERSION = '0.1.0';

/** What a prediction may take: a hostile model must not take the memory of the API's machine. */
const PREDICT_BYTES = 4 * 1024 ** 3;
/** A batch is a step: with few of them, everyone would wait for a new engine every quarter of a minute. */
const PREDICT_STEPS = 2000;

export interface RunningApi {
  readonly port: number;
  /** Where Prometheus may ask; null when it was not wished for. */
  readonly metricsPort: number | null;
  /** Of the local user; null when only accounts count. */
  readonly token: string | null;
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
  const passwords = new Passwords();
  const access = await openAccess(config, database, passwords);
  await sweepScratch(config.scratch);
  const temporal = new TemporalWorkflows(
    config.temporalAddress,
    config.temporalNamespace,
    config.temporalSecurity,
  );
  const stopping = new AbortController();
  const furnishing = new Set<Promise<void>>();
  const services: Services = {
    ...(await makeServices(
      config,
      { database, workflows: temporal, logger },
      { passwords, access },
    )),
    furnish: (workspaceId) => {
      furnishing.add(installDatasets(services, workspaceId, stopping.signal));
    },
  };
  await installBases(services);
  const app = await createApp(services, config);
  await listen(app, config);
  services.metrics.watch(services);
  const figures = config.metrics && (await serveMetrics(config.metrics, services.metrics));
  services.dispatcher.poke();
  const reconciling = keepReconciling(database, temporal, logger);
  const tidying = keepTidy(services, openBlobStore(config.blobs, process.env), config.reuseBytes);
  const promises = keepPromises(services);
  const installed = installDatasets(services, access.workspaceId, stopping.signal);
  return {
    port: portOf(app),
    metricsPort: figures?.port ?? null,
    token: access.local?.token ?? null,
    installed,
    close: async () => {
      stopping.abort();
      const ending = [installed, ...furnishing];
      await closeAll(app, services, [
        () => reconciling.close(),
        () => tidying.close(),
        () => promises.close(),
        async () => figures?.close(),
        ...ending.map((each) => () => each),
      ]);
    },
  };
}

async function sweepScratch(scratch: string): Promise<void> {
  await rm(scratch, { recursive: true, force: true });
  const own = basename(scratch);
  await removeStill(dirname(scratch), (name) => name === own);
}

interface Outside {
  database: Database;
  workflows: TemporalWorkflows;
  logger: Logger;
}

async function makeServices(
  config: ApiConfig,
  { database, workflows, logger }: Outside,
  { passwords, access }: { passwords: Passwords; access: Access },
): Promise<Omit<Services, 'furnish'>> {
  const blobs = openBlobStore(config.blobs, process.env);
  await blobs.removeLeftovers();
  const engines = new EnginePool({
    entry: config.engine,
    size: 1,
    mostResidentBytes: PREDICT_BYTES,
    mostDataBytes: PREDICT_BYTES,
    maxSteps: PREDICT_STEPS,
  });
  const workers = new WorkerWatch(workflows, database);
  const { scratch, threads, web } = config;
  const bases = new BaseImporter({ engines, blobs, database, folder: scratch, threads });
  return {
    ...{ database, blobs, workflows, workers, logger, scratch, web },
    authenticator: new Authenticator(database.credentials, access.local),
    passwords,
    limits: new Limits(config.requestsPerSecond),
    version: VERSION,
    bundle: await loadBundle(config.assets),
    prepared: new LocalBlobStore(config.prepared),
    installing: new Map(),
    disk: new DiskMeter(database.upkeep, blobs),
    importer: new DatasetImporter(database, blobs, scratch),
    uploads: new UploadStore(config.uploads),
    examples: new ExampleReader(database.datasets, blobs),
    dispatcher: new RunDispatcher(database.outbox, workflows, logger, config.runLimit),
    events: new EventHub({ events: database.events, databaseUrl: config.databaseUrl, logger }),
    predictor: new Predictor(engines, blobs, scratch, threads),
    featureMapper: new FeatureMapper(engines, blobs, scratch, threads),
    exporter: new ModelExporter(engines, blobs, scratch, threads),
    bases,
    published: new PublishedBases({
      ...{
        entries: await readPublished(config.assets, config.publishedBases),
        guard: guardBases(config.baseHosts),
      },
      ...{ database, importer: bases, folder: scratch },
    }),
    metrics: new ApiMetrics(),
    tracing: openTracing('graft-api', process.env),
    webhookGuard: guardAddresses(config.webhookHosts),
    webhookSecrets: new WebhookSecrets(config.webhookKey),
    health: new HealthProbe(database, workers, config.setupFile, VERSION),
  };
}

/** Connections that wait to be accepted; the system may allow fewer. More of them would be reset. */
const BACKLOG = 4096;

async function listen(app: INestApplication, { port, host }: ApiConfig): Promise<void> {
  await app.init();
  const server = app.getHttpServer() as Server;
  // Longer than proxies keep theirs: whoever closes first must be the one that sends.
  server.keepAliveTimeout = 75_000;
  await once(server.listen({ port, host, backlog: BACKLOG }), 'listening');
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
  await services.tracing.close();
}
