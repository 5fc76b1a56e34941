CREATE TABLE "FetchedBase" (
  "workspaceId" UUID NOT NULL,
  "ref" TEXT NOT NULL,
  "files" JSONB NOT NULL,
  "fetchedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "FetchedBase_pkey" PRIMARY KEY ("workspaceId", "ref"),
  CONSTRAINT "FetchedBase_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id")
    ON DELETE RESTRICT ON UPDATE CASCADE
);
