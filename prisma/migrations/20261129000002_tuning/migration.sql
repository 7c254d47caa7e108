-- AlterTable
ALTER TABLE "Rule" ADD COLUMN "tuning" TEXT NOT NULL DEFAULT '[]';
ALTER TABLE "Translation" ADD COLUMN "upstreamKql" TEXT;
