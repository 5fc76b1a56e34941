CREATE INDEX "Run_parentId_idx" ON "Run"("parentId");
CREATE INDEX "WebhookDelivery_runId_idx" ON "WebhookDelivery"("runId");
