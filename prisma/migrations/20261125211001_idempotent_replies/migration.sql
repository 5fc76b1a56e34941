CREATE TABLE "IdempotentReply" (
    "workspaceId" UUID NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestDigest" TEXT NOT NULL,
    "reply" JSONB,
    "claimedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotentReply_pkey" PRIMARY KEY ("workspaceId", "route", "key")
);

CREATE INDEX "IdempotentReply_claimedAt_idx" ON "IdempotentReply"("claimedAt");

ALTER TABLE "IdempotentReply" ADD CONSTRAINT "IdempotentReply_workspaceId_fkey"
  FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
