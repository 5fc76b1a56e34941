-- A run that tries settings whose best one is to be registered, once it has ended.
CREATE TABLE "BestWish" (
    "runId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "bestId" UUID,
    "problem" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BestWish_pkey" PRIMARY KEY ("runId")
);

CREATE UNIQUE INDEX "BestWish_workspaceId_runId_key" ON "BestWish"("workspaceId", "runId");
CREATE INDEX "BestWish_due_idx" ON "BestWish"("createdAt") WHERE "bestId" IS NULL AND "problem" IS NULL;

ALTER TABLE "BestWish" ADD CONSTRAINT "BestWish_workspaceId_runId_fkey"
  FOREIGN KEY ("workspaceId", "runId") REFERENCES "Run"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
