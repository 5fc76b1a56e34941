CREATE TABLE "ImportedBase" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "licence" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImportedBase_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "ImportedBase_workspaceId_name_key" ON "ImportedBase"("workspaceId", "name");

ALTER TABLE "ImportedBase" ADD CONSTRAINT "ImportedBase_workspaceId_fkey"
  FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ImportedBase"
  ADD CONSTRAINT "ImportedBase_digest_check" CHECK ("digest" ~ '^[0-9a-f]{64}$');
