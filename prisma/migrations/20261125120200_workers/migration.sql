-- Workers that are connected. A row is a sign of life, not a promise: it is gone when its worker is.

CREATE TABLE "Worker" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "queues" TEXT[] NOT NULL,
    "backend" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "threads" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "draining" BOOLEAN NOT NULL DEFAULT false,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Worker_pkey" PRIMARY KEY ("id")
);

-- The running steps of a worker are found by who holds them.
CREATE INDEX "StepRun_holder_idx" ON "StepRun"("holder") WHERE "state" = 'running';
