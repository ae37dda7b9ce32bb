-- AlterTable
ALTER TABLE "Blob" ADD COLUMN     "blockSums" BYTEA;
