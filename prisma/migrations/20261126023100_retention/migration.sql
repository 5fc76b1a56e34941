ALTER TABLE "WorkspaceLimit" ADD COLUMN "keptRunDays" INTEGER;
ALTER TABLE "WorkspaceLimit" ADD COLUMN "keptCheckpointDays" INTEGER;
ALTER TABLE "WorkspaceLimit" ADD CONSTRAINT "WorkspaceLimit_retention_check"
  CHECK ("keptRunDays" >= 1 AND "keptCheckpointDays" >= 1);
