-- AlterTable
ALTER TABLE "Rule" ADD COLUMN "sourceId" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Rule" ADD COLUMN "logicHash" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "Source" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "homepage" TEXT,
    "licence" TEXT,
    "licenceUrl" TEXT,
    "trust" TEXT NOT NULL,
    "inFeed" BOOLEAN NOT NULL,
    "position" INTEGER NOT NULL,
    "commit" TEXT,
    "syncedAt" DATETIME NOT NULL,
    "error" TEXT,
    "errorNext" TEXT
);

-- CreateTable
CREATE TABLE "OtherSource" (
    "ruleId" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "same" BOOLEAN NOT NULL,

    PRIMARY KEY ("ruleId", "sourceId"),
    CONSTRAINT "OtherSource_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Rule_logicHash_idx" ON "Rule"("logicHash");
