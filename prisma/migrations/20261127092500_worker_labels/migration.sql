-- Words by which people tell machines apart; a worker of the version before states none.
ALTER TABLE "Worker" ADD COLUMN "labels" TEXT[] NOT NULL DEFAULT '{}';
