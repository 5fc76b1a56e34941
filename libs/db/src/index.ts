export {
  AccountRepository,
  type MemberRole,
  type MemberRow,
  type WorkspaceOfUser,
} from './account-repository';
export { CredentialRepository, type Credential } from './credential-repository';
export { AuditRepository, type AuditRecord, type AuditVerdict } from './audit-repository';
export { BaseRepository, type ImportedBaseView } from './base-repository';
export { BestRepository, type DueBest } from './best-repository';
export { BlobRepository, type BlobRow } from './blob-repository';
export { CacheRepository, type CachedStep } from './cache-repository';
export {
  CheckpointRepository,
  type CheckpointView,
  type NewCheckpoint,
} from './checkpoint-repository';
export type { StepCommit, StepEffect } from './commit-step';
export { openDatabase, type Database } from './database';
export { toDatabaseError } from './database-error';
export {
  changedSince,
  DatasetRepository,
  type DatasetVersionView,
  type NewDatasetVersion,
} from './dataset-repository';
export { EventListener, type EventListenerOptions } from './event-listener';
export { EventRepository } from './event-repository';
export { FeatureRepository, type FeatureShardRow } from './feature-repository';
export type {
  ApiToken,
  AuditEntry,
  Pipeline,
  PipelineVersion,
  Run,
  StepRun,
  User,
} from './generated/client';
export { pickKept, type KeptResult } from './kept-results';
export { dumpTables, isEmptyDatabase, loadTables, type Dump, type DumpedTable } from './dump';
export { applyMigrations } from './migrate';
export { ModelRepository, type ModelVersionView, type NewModelVersion } from './model-repository';
export { QueueRepository, type QueuedRun, type QueuedStep } from './queue-repository';
export { OutboxRepository, type PendingRun } from './outbox-repository';
export { WebhookRepository, type DueDelivery } from './webhook-repository';
export { ComponentRepository, type StoredComponent } from './component-repository';
export {
  ScheduleRepository,
  type DueSchedule,
  type NewSchedule,
  type ScheduleView,
} from './schedule-repository';
export {
  beginOfMonth,
  LimitRepository,
  type WorkspaceLimits,
  type WorkspaceUse,
} from './limit-repository';
export { MeasureRepository, type Measures } from './measure-repository';
export { RetentionRepository, type RetentionPolicy } from './retention-repository';
export { ReplyRepository, type KeyedRequest, type ReplyClaim } from './reply-repository';
export { PipelineRepository, type PipelineSummary } from './pipeline-repository';
export { VersionRepository, type VersionEntry } from './version-repository';
export type { ConnectionOptions } from './prisma';
export {
  RunRepository,
  type NewRun,
  type RunControl,
  type RunEnd,
  type RunPriority,
  type ListedRun,
  type RunWithSteps,
  type UnfinishedRun,
} from './run-repository';
export type { StepCourse } from './step-course';
export type { StepHold } from './step-hold';
export { StepRepository, type StepRelease, type TakenStep } from './step-repository';
export type { CourseWish, DecidedStep, StepDecision } from './step-wishes';
export { UpkeepRepository, type CacheItem, type NamedBlob } from './upkeep-repository';
export { v7 as makeId } from './uuid';
export { WorkerRepository, type NewWorker, type WorkerView } from './worker-repository';
export { WorkspaceRepository, type Membership } from './workspace-repository';
