ALTER TABLE "WorkspaceLimit" ADD COLUMN "mostDiskGigabytes" DOUBLE PRECISION;
ALTER TABLE "WorkspaceLimit" ADD COLUMN "keptDays" INTEGER;
ALTER TABLE "WorkspaceLimit" ADD CONSTRAINT "WorkspaceLimit_disk_check"
  CHECK ("mostDiskGigabytes" > 0 AND "keptDays" >= 1);
