-- CreateIndex
CREATE INDEX "Export_status_id_idx" ON "Export"("status", "id");

-- CreateIndex
CREATE INDEX "Export_taskGoneAt_expiresAt_idx" ON "Export"("taskGoneAt", "expiresAt");
