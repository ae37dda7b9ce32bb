-- AlterTable
ALTER TABLE "Export" ADD COLUMN     "deliveries" JSONB,
ADD COLUMN     "errorDetail" TEXT,
ADD COLUMN     "errorFields" JSONB;

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "errorDetail" TEXT,
ADD COLUMN     "errorFields" JSONB,
ADD COLUMN     "sweepAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Delivery" (
    "taskId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "filename" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "bytesDone" BIGINT NOT NULL DEFAULT 0,
    "checkpoint" BYTEA,
    "receipt" JSONB,
    "attempts" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("taskId","position")
);

-- CreateIndex
CREATE INDEX "Task_sweepAt_idx" ON "Task"("sweepAt");

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;
