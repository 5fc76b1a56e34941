CREATE TABLE "WorkspaceLimit" (
    "workspaceId" UUID NOT NULL,
    "mostRuns" INTEGER,
    "mostGpuHours" DOUBLE PRECISION,

    CONSTRAINT "WorkspaceLimit_pkey" PRIMARY KEY ("workspaceId"),
    CONSTRAINT "WorkspaceLimit_check" CHECK ("mostRuns" >= 1 AND "mostGpuHours" >= 0)
);

ALTER TABLE "WorkspaceLimit" ADD CONSTRAINT "WorkspaceLimit_workspaceId_fkey"
  FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
