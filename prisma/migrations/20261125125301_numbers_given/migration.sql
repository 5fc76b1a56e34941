-- A number that a deleted version had is never given again: `objects@2` must not come to mean another model.
ALTER TABLE "RegisteredModel" ADD COLUMN "lastNumber" INTEGER NOT NULL DEFAULT 0;
