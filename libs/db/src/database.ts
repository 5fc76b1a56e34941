import { AccountRepository } from './account-repository';
import { AuditRepository } from './audit-repository';
import { BaseRepository } from './base-repository';
import { BestRepository } from './best-repository';
import { BlobRepository } from './blob-repository';
import { CacheRepository } from './cache-repository';
import { CheckpointRepository } from './checkpoint-repository';
import { ComponentRepository } from './component-repository';
import { CredentialRepository } from './credential-repository';
import { withDatabaseErrors } from './database-error';
import { DatasetRepository } from './dataset-repository';
import { EventRepository } from './event-repository';
import { FeatureRepository } from './feature-repository';
import { LimitRepository } from './limit-repository';
import { MeasureRepository } from './measure-repository';
import { ModelRepository } from './model-repository';
import { OutboxRepository } from './outbox-repository';
import { PipelineRepository } from './pipeline-repository';
import { openPrisma, type Client, type ConnectionOptions } from './prisma';
import { QueueRepository } from './queue-repository';
import { ReplyRepository } from './reply-repository';
import { ResourceRepository } from './resource-repository';
import { RetentionRepository } from './retention-repository';
import { RunRepository } from './run-repository';
import { ScheduleRepository } from './schedule-repository';
import { StepRepository } from './step-repository';
import { WorkerRepository } from './worker-repository';
import { UpkeepRepository } from './upkeep-repository';
import { VersionRepository } from './version-repository';
import { WebhookRepository } from './webhook-repository';
import { WorkspaceRepository } from './workspace-repository';

/** All that Graft keeps in PostgreSQL, one repository per aggregate. */
export interface Database {
  readonly workspaces: WorkspaceRepository;
  readonly accounts: AccountRepository;
  readonly credentials: CredentialRepository;
  readonly audit: AuditRepository;
  readonly pipelines: PipelineRepository;
  readonly versions: VersionRepository;
  readonly components: ComponentRepository;
  readonly runs: RunRepository;
  readonly bests: BestRepository;
  readonly steps: StepRepository;
  readonly checkpoints: CheckpointRepository;
  readonly cache: CacheRepository;
  readonly features: FeatureRepository;
  readonly events: EventRepository;
  readonly datasets: DatasetRepository;
  readonly models: ModelRepository;
  readonly bases: BaseRepository;
  readonly resources: ResourceRepository;
  readonly outbox: OutboxRepository;
  readonly queue: QueueRepository;
  readonly blobs: BlobRepository;
  readonly workers: WorkerRepository;
  readonly webhooks: WebhookRepository;
  readonly schedules: ScheduleRepository;
  readonly replies: ReplyRepository;
  readonly limits: LimitRepository;
  readonly retention: RetentionRepository;
  readonly measures: MeasureRepository;
  readonly upkeep: UpkeepRepository;
  /** Resolves when the database answers. @throws OperationalError `database.unavailable` */
  ping(): Promise<void>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Opens the database behind a connection string. Nothing connects before the first call. Every
 * method throws one of the three roots only: `database.unavailable` is worth a retry.
 */
export function openDatabase(url: string, options: ConnectionOptions = {}): Database {
  const client = openPrisma(url, options);
  const open = <T extends object>(repository: new (client: Client) => T): T =>
    withDatabaseErrors(new repository(client));
  return withDatabaseErrors({
    workspaces: open(WorkspaceRepository),
    accounts: open(AccountRepository),
    credentials: open(CredentialRepository),
    audit: open(AuditRepository),
    pipelines: open(PipelineRepository),
    versions: open(VersionRepository),
    components: open(ComponentRepository),
    runs: open(RunRepository),
    bests: open(BestRepository),
    steps: open(StepRepository),
    checkpoints: open(CheckpointRepository),
    cache: open(CacheRepository),
    features: open(FeatureRepository),
    events: open(EventRepository),
    datasets: open(DatasetRepository),
    models: open(ModelRepository),
    bases: open(BaseRepository),
    resources: open(ResourceRepository),
    outbox: open(OutboxRepository),
    queue: open(QueueRepository),
    blobs: open(BlobRepository),
    workers: open(WorkerRepository),
    webhooks: open(WebhookRepository),
    schedules: open(ScheduleRepository),
    replies: open(ReplyRepository),
    limits: open(LimitRepository),
    retention: open(RetentionRepository),
    measures: open(MeasureRepository),
    upkeep: open(UpkeepRepository),
    async ping() {
      await client.$queryRaw`SELECT 1`;
    },
    close: () => client.$disconnect(),
  });
}
