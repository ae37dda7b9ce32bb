-- AlterTable
ALTER TABLE "Export" ADD COLUMN     "secretNames" TEXT[];
