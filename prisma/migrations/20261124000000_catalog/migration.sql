-- CreateTable
CREATE TABLE "Rule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "name" TEXT,
    "status" TEXT,
    "level" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "author" TEXT,
    "license" TEXT,
    "date" TEXT,
    "modified" TEXT,
    "product" TEXT,
    "category" TEXT,
    "service" TEXT,
    "collection" TEXT NOT NULL,
    "inFeed" BOOLEAN NOT NULL DEFAULT true,
    "path" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "commit" TEXT,
    "retrievedAt" DATETIME NOT NULL,
    "firstSeenAt" DATETIME NOT NULL,
    "changedAt" DATETIME NOT NULL,
    "removedAt" DATETIME,
    "firstSyncId" INTEGER NOT NULL,
    "changedSyncId" INTEGER NOT NULL,
    "readable" BOOLEAN NOT NULL DEFAULT true,
    "derivedHash" TEXT NOT NULL DEFAULT '',
    "proofHash" TEXT NOT NULL DEFAULT '',
    "enrichedHash" TEXT NOT NULL DEFAULT '',
    "proof" TEXT NOT NULL DEFAULT 'none'
);

-- CreateTable
CREATE TABLE "Translation" (
    "ruleId" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "kql" TEXT,
    "table" TEXT,
    "label" TEXT NOT NULL DEFAULT '',
    "tables" TEXT NOT NULL,
    "diagnostics" TEXT NOT NULL,
    "trace" TEXT NOT NULL,
    "alternatives" TEXT NOT NULL,
    "translatorVersion" TEXT NOT NULL,
    "checkErrors" INTEGER,

    PRIMARY KEY ("ruleId", "target"),
    CONSTRAINT "Translation_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Evidence" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ruleId" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "agrees" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Evidence_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Enrichment" (
    "ruleId" TEXT NOT NULL PRIMARY KEY,
    "hypothesis" TEXT NOT NULL,
    "falsePositives" TEXT NOT NULL,
    "triage" TEXT NOT NULL,
    "attackContext" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "reasons" TEXT NOT NULL,
    "inputHash" TEXT NOT NULL,
    CONSTRAINT "Enrichment_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Tactic" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shortName" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "url" TEXT NOT NULL,
    "position" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Technique" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "parentId" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "url" TEXT NOT NULL,
    "tactics" TEXT NOT NULL,
    "platforms" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '{}',
    "revoked" BOOLEAN NOT NULL DEFAULT false,
    "successorId" TEXT
);

-- CreateTable
CREATE TABLE "RuleTechnique" (
    "ruleId" TEXT NOT NULL,
    "techniqueId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("ruleId", "techniqueId", "tag"),
    CONSTRAINT "RuleTechnique_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "RuleTechnique_techniqueId_fkey" FOREIGN KEY ("techniqueId") REFERENCES "Technique" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RuleTactic" (
    "ruleId" TEXT NOT NULL,
    "shortName" TEXT NOT NULL,

    PRIMARY KEY ("ruleId", "shortName"),
    CONSTRAINT "RuleTactic_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RuleVersion" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ruleId" TEXT NOT NULL,
    "syncId" INTEGER NOT NULL,
    "contentHash" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "commit" TEXT,
    "change" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL,
    CONSTRAINT "RuleVersion_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SyncRun" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "commit" TEXT,
    "etag" TEXT,
    "attackVersion" TEXT,
    "attackSource" TEXT,
    "translatorVersion" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME NOT NULL,
    "outcome" TEXT NOT NULL,
    "error" TEXT,
    "summary" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT '{}'
);

-- CreateTable
CREATE TABLE "SyncIssue" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "syncId" INTEGER NOT NULL,
    "severity" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "path" TEXT,
    "line" INTEGER,
    "column" INTEGER,
    "ruleId" TEXT,
    "message" TEXT NOT NULL,
    "hint" TEXT,
    CONSTRAINT "SyncIssue_syncId_fkey" FOREIGN KEY ("syncId") REFERENCES "SyncRun" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Cache" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Rule_changedAt_idx" ON "Rule"("changedAt");

-- CreateIndex
CREATE INDEX "Rule_path_idx" ON "Rule"("path");

-- CreateIndex
CREATE INDEX "Translation_table_idx" ON "Translation"("table");

-- CreateIndex
CREATE INDEX "Evidence_ruleId_target_idx" ON "Evidence"("ruleId", "target");

-- CreateIndex
CREATE UNIQUE INDEX "Tactic_shortName_key" ON "Tactic"("shortName");

-- CreateIndex
CREATE INDEX "RuleTechnique_techniqueId_idx" ON "RuleTechnique"("techniqueId");

-- CreateIndex
CREATE INDEX "RuleTactic_shortName_idx" ON "RuleTactic"("shortName");

-- CreateIndex
CREATE INDEX "RuleVersion_ruleId_idx" ON "RuleVersion"("ruleId");

-- CreateIndex
CREATE INDEX "SyncIssue_syncId_idx" ON "SyncIssue"("syncId");
