-- What a step needs is in its plan too; here so that the queue can be read without any plan. Steps of runs that
-- are under way while this is applied count as ready.
ALTER TABLE "StepRun" ADD COLUMN "needs" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "Run" ADD COLUMN "prioritySetAt" TIMESTAMPTZ(3);
