-- AlterTable
ALTER TABLE "Enrichment" ADD COLUMN "volume" TEXT;
