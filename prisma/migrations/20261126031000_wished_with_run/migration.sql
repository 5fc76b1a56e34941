-- Whether the call that started a run wished for its best one: the same call again must say the same.
ALTER TABLE "BestWish" ADD COLUMN "withRun" BOOLEAN NOT NULL DEFAULT false;
