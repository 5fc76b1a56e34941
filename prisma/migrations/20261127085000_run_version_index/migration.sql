-- Versions that no run names end by age: PostgreSQL asks for their runs when they go.
CREATE INDEX "Run_versionId_idx" ON "Run"("versionId");
