-- AlterTable
ALTER TABLE "Export" ADD COLUMN     "resultCount" INTEGER NOT NULL DEFAULT 0;
