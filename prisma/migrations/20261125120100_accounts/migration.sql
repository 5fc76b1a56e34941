-- Accounts: passwords, sessions, API tokens, and a log that is only added to.

ALTER TABLE "User"
  ADD COLUMN "passwordHash" TEXT,
  ADD COLUMN "admin" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "scope" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "AuditEntry" (
    "seq" BIGINT NOT NULL,
    "workspaceId" UUID,
    "userId" UUID,
    "action" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "requestId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "previous" TEXT NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("seq")
);

CREATE UNIQUE INDEX "Session_digest_key" ON "Session"("digest");
CREATE INDEX "Session_userId_idx" ON "Session"("userId");
CREATE UNIQUE INDEX "ApiToken_digest_key" ON "ApiToken"("digest");
CREATE UNIQUE INDEX "ApiToken_workspaceId_userId_name_key" ON "ApiToken"("workspaceId", "userId", "name");
CREATE INDEX "AuditEntry_workspaceId_seq_idx" ON "AuditEntry"("workspaceId", "seq" DESC);
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- Without the membership there is no session and no token: they go with it.
ALTER TABLE "Session" ADD CONSTRAINT "Session_membership_fkey"
  FOREIGN KEY ("workspaceId", "userId") REFERENCES "Membership"("workspaceId", "userId") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_membership_fkey"
  FOREIGN KEY ("workspaceId", "userId") REFERENCES "Membership"("workspaceId", "userId") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say. Below this line the SQL is written by hand.

ALTER TABLE "Session" ADD CONSTRAINT "Session_digest_check" CHECK ("digest" ~ '^[0-9a-f]{64}$');
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_digest_check" CHECK ("digest" ~ '^[0-9a-f]{64}$');
ALTER TABLE "AuditEntry" ADD CONSTRAINT "AuditEntry_seq_check" CHECK ("seq" >= 1);

CREATE FUNCTION refuse_rewriting_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME USING ERRCODE = 'GR002';
END
$$;

CREATE TRIGGER "AuditEntry_append_only" BEFORE UPDATE OR DELETE ON "AuditEntry"
  FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_history();
CREATE TRIGGER "AuditEntry_no_truncate" BEFORE TRUNCATE ON "AuditEntry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_history();
