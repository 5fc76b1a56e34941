import type { Database } from '@graft/db';
import type { DiskMeter } from '@graft/integrity';
import type { BlobStore } from '@graft/storage';
import type { Tracing } from '@graft/tracing';
import type { Logger } from 'pino';
import type { Authenticator } from '../auth/authenticator';
import type { Limits } from '../auth/limits';
import type { Passwords } from '../auth/passwords';
import type { DatasetImporter } from '../datasets/dataset-importer';
import type { UploadStore } from '../datasets/upload-store';
import type { ExampleReader } from '../datasets/example-reader';
import type { EventHub } from '../events/event-hub';
import type { BaseImporter } from '../models/base-importer';
import type { FeatureMapper } from '../models/feature-mapper';
import type { ModelExporter } from '../models/model-exporter';
import type { Predictor } from '../models/predictor';
import type { RunDispatcher } from '../runs/run-dispatcher';
import type { RunWorkflows } from '../runs/run-workflows';
import type { WorkerWatch } from '../runs/worker-watch';
import type { PublishedBases } from '../published/published-bases';
import type { AddressGuard } from '../webhooks/public-address';
import type { WebhookSecrets } from '../webhooks/webhook-secrets';
import type { ApiMetrics } from './api-metrics';
import type { HealthProbe } from './health-probe';
import type { Bundle } from './load-bundle';

/** Everything the controllers stand on; made once at start, given by token. */
export interface Services {
  readonly database: Database;
  readonly authenticator: Authenticator;
  readonly passwords: Passwords;
  readonly limits: Limits;
  readonly blobs: BlobStore;
  /** The bundled data sets as they were imported when Graft was built. */
  readonly prepared: BlobStore;
  /** What workspaces keep in `blobs`. */
  readonly disk: DiskMeter;
  readonly bundle: Bundle;
  /** Bundled data sets by digest: each resolves when it is imported, or could not be. */
  readonly installing: Map<string, Promise<boolean>>;
  readonly importer: DatasetImporter;
  readonly uploads: UploadStore;
  readonly examples: ExampleReader;
  readonly workflows: RunWorkflows;
  readonly workers: WorkerWatch;
  readonly dispatcher: RunDispatcher;
  readonly events: EventHub;
  readonly predictor: Predictor;
  readonly featureMapper: FeatureMapper;
  readonly exporter: ModelExporter;
  readonly bases: BaseImporter;
  readonly published: PublishedBases;
  readonly health: HealthProbe;
  readonly metrics: ApiMetrics;
  readonly tracing: Tracing;
  readonly webhookGuard: AddressGuard;
  readonly webhookSecrets: WebhookSecrets;
  readonly logger: Logger;
  /** Where temporary folders are made. */
  readonly scratch: string;
  /** Folder of the built web app. */
  readonly web: string;
  readonly version: string;
  /** Makes what ships with Graft known in a workspace, in the background. */
  readonly furnish: (workspaceId: string) => void;
}

export const SERVICES = Symbol('services');
