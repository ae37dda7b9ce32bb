-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "mark" TEXT;
