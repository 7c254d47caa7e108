-- AlterTable
ALTER TABLE "Translation" ADD COLUMN "facts" TEXT NOT NULL DEFAULT '[]';
