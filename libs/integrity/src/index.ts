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
export { limitCache, listCache, makeRoom, verifyCache, type CacheEntryView } from './limit-cache';
export { restoreBackup } from './restore-backup';
