-- DropIndex
DROP INDEX "WebhookDelivery_status_nextAt_idx";

-- AlterTable
ALTER TABLE "WebhookDelivery" ADD COLUMN     "host" TEXT NOT NULL;

-- CreateIndex
CREATE INDEX "WebhookDelivery_status_host_nextAt_idx" ON "WebhookDelivery"("status", "host", "nextAt");
