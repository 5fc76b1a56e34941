-- How long a step was really computed: from where a worker took it to where it let go. Time in which it was paused,
-- parked or waited for a worker does not count.
ALTER TABLE "StepRun"
  ADD COLUMN "busySeconds" DOUBLE PRECISION NOT NULL DEFAULT 0,
  ADD COLUMN "busySince" TIMESTAMPTZ(3);

-- What was counted until now stays counted.
UPDATE "StepRun"
  SET "busySeconds" = greatest(0, extract(epoch FROM "finishedAt" - "startedAt"))
  WHERE "queue" = 'graft-gpu' AND "startedAt" IS NOT NULL AND "finishedAt" IS NOT NULL;
UPDATE "StepRun" SET "busySince" = "startedAt" WHERE "state" = 'running';

-- In the database, because many statements change the state, and the version before knows nothing of this.
CREATE FUNCTION count_busy_seconds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."busySince" IS NOT NULL THEN
    NEW."busySeconds" := OLD."busySeconds" + greatest(0, extract(epoch FROM now() - OLD."busySince"));
    NEW."busySince" := NULL;
  END IF;
  IF NEW."state" = 'running' THEN
    NEW."busySince" := now();
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "StepRun_busy" BEFORE UPDATE OF "state" ON "StepRun"
  FOR EACH ROW WHEN (OLD."state" IS DISTINCT FROM NEW."state") EXECUTE FUNCTION count_busy_seconds();
