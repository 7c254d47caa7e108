-- AlterTable
ALTER TABLE "Enrichment" ADD COLUMN "constant" TEXT NOT NULL DEFAULT '{}';
