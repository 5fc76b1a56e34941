export { createBackup, type BackupSummary } from './create-backup';
export { collectGarbage, type Collected } from './collect-garbage';
export {
  checkIntegrity,
  repair,
  type Finding,
  type Everything,
  type IntegrityReport,
  type WorkflowsView,
} from './check-integrity';
export {
  expireResults,
  limitCache,
  listCache,
  makeRoom,
  verifyCache,
  type CacheEntryView,
} from './limit-cache';
export { DiskMeter, type DiskUse } from './measure-disk';
export { applyRetention, previewRetention, type Retained } from './keep-by-age';
export { restoreBackup } from './restore-backup';
