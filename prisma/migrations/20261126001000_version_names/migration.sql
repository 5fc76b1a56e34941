-- A name stands for one version of a pipeline; unnamed versions have null, which is unequal to itself.
CREATE UNIQUE INDEX "PipelineVersion_pipelineId_name_key" ON "PipelineVersion"("pipelineId", "name");
