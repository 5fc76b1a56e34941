CREATE TABLE "Component" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "newest" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Component_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Component_newest_check" CHECK ("newest" >= 1)
);

CREATE UNIQUE INDEX "Component_workspaceId_id_key" ON "Component"("workspaceId", "id");
CREATE UNIQUE INDEX "Component_workspaceId_name_key" ON "Component"("workspaceId", "name");

ALTER TABLE "Component" ADD CONSTRAINT "Component_workspaceId_fkey"
  FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "ComponentVersion" (
    "workspaceId" UUID NOT NULL,
    "componentId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "components" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ComponentVersion_pkey" PRIMARY KEY ("componentId", "number")
);

ALTER TABLE "ComponentVersion" ADD CONSTRAINT "ComponentVersion_component_fkey"
  FOREIGN KEY ("workspaceId", "componentId") REFERENCES "Component"("workspaceId", "id")
  ON DELETE CASCADE ON UPDATE CASCADE;
