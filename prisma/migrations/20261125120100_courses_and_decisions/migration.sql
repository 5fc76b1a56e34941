-- CreateEnum
CREATE TYPE "RunPriority" AS ENUM ('low', 'normal', 'high');

-- CreateEnum
CREATE TYPE "StepDecision" AS ENUM ('retry', 'skip', 'end');

-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "priority" "RunPriority" NOT NULL DEFAULT 'normal';

-- AlterTable
ALTER TABLE "StepRun" ADD COLUMN     "changed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "decision" "StepDecision",
ADD COLUMN     "finishEarly" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "freedSpace" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "fresh" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "learningRate" DOUBLE PRECISION,
ADD COLUMN     "learningRateVersion" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "microBatches" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "queue" TEXT,
ADD COLUMN     "told" BOOLEAN NOT NULL DEFAULT true;

-- CreateIndex
CREATE INDEX "Run_workspaceId_parentId_idx" ON "Run"("workspaceId", "parentId");

ALTER TABLE "StepRun"
  ADD CONSTRAINT "StepRun_course_check" CHECK ("microBatches" >= 1 AND "learningRateVersion" >= 0
    AND ("learningRate" IS NULL OR "learningRate" > 0)),
  ADD CONSTRAINT "StepRun_parked_check" CHECK ("state" <> 'parked' OR "error" IS NOT NULL);

-- The few that a workflow has not heard of yet.
CREATE INDEX "StepRun_untold" ON "StepRun"("runId") WHERE NOT "told";
