-- AlterTable
ALTER TABLE "Translation" ADD COLUMN "cost" TEXT NOT NULL DEFAULT 'null';
