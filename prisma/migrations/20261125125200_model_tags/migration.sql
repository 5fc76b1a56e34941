CREATE TABLE "ModelTag" (
    "workspaceId" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "tag" TEXT NOT NULL,
    "versionId" UUID NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ModelTag_pkey" PRIMARY KEY ("modelId", "tag")
);

CREATE INDEX "ModelTag_versionId_idx" ON "ModelTag"("versionId");

ALTER TABLE "ModelTag" ADD CONSTRAINT "ModelTag_modelId_fkey"
  FOREIGN KEY ("modelId") REFERENCES "RegisteredModel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ModelTag" ADD CONSTRAINT "ModelTag_versionId_fkey"
  FOREIGN KEY ("versionId") REFERENCES "ModelVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
