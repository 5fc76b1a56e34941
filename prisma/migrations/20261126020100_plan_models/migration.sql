-- Specs of models that plans name by digest: most plans of a workspace share theirs, and a spec is most
-- of a plan. Plans of earlier versions hold their specs themselves and are read as before.
CREATE TABLE "PlanModel" (
    "workspaceId" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PlanModel_pkey" PRIMARY KEY ("workspaceId", "digest")
);

CREATE TRIGGER "PlanModel_immutable" BEFORE UPDATE ON "PlanModel"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
