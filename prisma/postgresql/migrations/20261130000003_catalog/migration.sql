-- Texts are ordered by their bytes, as SQLite orders them, whatever the locale of the server.

-- CreateTable
CREATE TABLE "Rule" (
    "id" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "title" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C",
    "status" TEXT COLLATE "C",
    "level" TEXT COLLATE "C",
    "description" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "author" TEXT COLLATE "C",
    "license" TEXT COLLATE "C",
    "date" TEXT COLLATE "C",
    "modified" TEXT COLLATE "C",
    "product" TEXT COLLATE "C",
    "category" TEXT COLLATE "C",
    "service" TEXT COLLATE "C",
    "collection" TEXT COLLATE "C" NOT NULL,
    "inFeed" BOOLEAN NOT NULL DEFAULT true,
    "path" TEXT COLLATE "C" NOT NULL,
    "raw" BYTEA NOT NULL,
    "contentHash" TEXT COLLATE "C" NOT NULL,
    "tags" TEXT COLLATE "C" NOT NULL DEFAULT '[]',
    "references" TEXT COLLATE "C" NOT NULL DEFAULT '[]',
    "document" BYTEA NOT NULL,
    "source" TEXT COLLATE "C" NOT NULL,
    "sourceId" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "logicHash" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "commit" TEXT COLLATE "C",
    "retrievedAt" TIMESTAMP(3) NOT NULL,
    "firstSeenAt" TIMESTAMP(3) NOT NULL,
    "changedAt" TIMESTAMP(3) NOT NULL,
    "removedAt" TIMESTAMP(3),
    "firstSyncId" INTEGER NOT NULL,
    "changedSyncId" INTEGER NOT NULL,
    "readable" BOOLEAN NOT NULL DEFAULT true,
    "derivedHash" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "proofHash" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "enrichedHash" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "tuning" TEXT COLLATE "C" NOT NULL DEFAULT '[]',
    "proof" TEXT COLLATE "C" NOT NULL DEFAULT 'none',

    CONSTRAINT "Rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Source" (
    "id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "label" TEXT COLLATE "C" NOT NULL,
    "homepage" TEXT COLLATE "C",
    "licence" TEXT COLLATE "C",
    "licenceUrl" TEXT COLLATE "C",
    "trust" TEXT COLLATE "C" NOT NULL,
    "inFeed" BOOLEAN NOT NULL,
    "position" INTEGER NOT NULL,
    "commit" TEXT COLLATE "C",
    "syncedAt" TIMESTAMP(3) NOT NULL,
    "error" TEXT COLLATE "C",
    "errorNext" TEXT COLLATE "C",

    CONSTRAINT "Source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OtherSource" (
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "sourceId" TEXT COLLATE "C" NOT NULL,
    "path" TEXT COLLATE "C" NOT NULL,
    "same" BOOLEAN NOT NULL,

    CONSTRAINT "OtherSource_pkey" PRIMARY KEY ("ruleId","sourceId")
);

-- CreateTable
CREATE TABLE "Translation" (
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "target" TEXT COLLATE "C" NOT NULL,
    "outcome" TEXT COLLATE "C" NOT NULL,
    "kql" BYTEA,
    "table" TEXT COLLATE "C",
    "label" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "tables" TEXT COLLATE "C" NOT NULL,
    "costLevel" TEXT COLLATE "C",
    "alternatives" TEXT COLLATE "C" NOT NULL DEFAULT '[]',
    "detail" BYTEA NOT NULL,
    "translatorVersion" TEXT COLLATE "C" NOT NULL,
    "checkErrors" INTEGER,

    CONSTRAINT "Translation_pkey" PRIMARY KEY ("ruleId","target")
);

-- CreateTable
CREATE TABLE "Evidence" (
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "results" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Evidence_pkey" PRIMARY KEY ("ruleId")
);

-- CreateTable
CREATE TABLE "Enrichment" (
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "hypothesis" TEXT COLLATE "C" NOT NULL,
    "confidence" TEXT COLLATE "C" NOT NULL,
    "detail" BYTEA NOT NULL,
    "inputHash" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Enrichment_pkey" PRIMARY KEY ("ruleId")
);

-- CreateTable
CREATE TABLE "ModelText" (
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "inputHash" TEXT COLLATE "C" NOT NULL,
    "model" TEXT COLLATE "C" NOT NULL,
    "writtenAt" TIMESTAMP(3) NOT NULL,
    "text" TEXT COLLATE "C" NOT NULL,
    "dropped" INTEGER NOT NULL,

    CONSTRAINT "ModelText_pkey" PRIMARY KEY ("ruleId")
);

-- CreateTable
CREATE TABLE "Tactic" (
    "id" TEXT COLLATE "C" NOT NULL,
    "shortName" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "description" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "url" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "Tactic_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Technique" (
    "id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "parentId" TEXT COLLATE "C",
    "description" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "url" TEXT COLLATE "C" NOT NULL,
    "tactics" TEXT COLLATE "C" NOT NULL,
    "platforms" TEXT COLLATE "C" NOT NULL,
    "knownGroups" INTEGER NOT NULL DEFAULT 0,
    "knownSoftware" INTEGER NOT NULL DEFAULT 0,
    "detail" BYTEA NOT NULL,
    "revoked" BOOLEAN NOT NULL DEFAULT false,
    "successorId" TEXT COLLATE "C",

    CONSTRAINT "Technique_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RuleTechnique" (
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "techniqueId" TEXT COLLATE "C" NOT NULL,
    "tag" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "RuleTechnique_pkey" PRIMARY KEY ("ruleId","techniqueId","tag")
);

-- CreateTable
CREATE TABLE "RuleTactic" (
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "shortName" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "RuleTactic_pkey" PRIMARY KEY ("ruleId","shortName")
);

-- CreateTable
CREATE TABLE "RuleVersion" (
    "id" SERIAL NOT NULL,
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "syncId" INTEGER NOT NULL,
    "contentHash" TEXT COLLATE "C" NOT NULL,
    "raw" BYTEA,
    "path" TEXT COLLATE "C" NOT NULL,
    "commit" TEXT COLLATE "C",
    "change" TEXT COLLATE "C" NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RuleVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RuleChange" (
    "ruleId" TEXT COLLATE "C" NOT NULL,
    "syncId" INTEGER NOT NULL,
    "meaning" TEXT COLLATE "C" NOT NULL,
    "detail" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "RuleChange_pkey" PRIMARY KEY ("ruleId","syncId")
);

-- CreateTable
CREATE TABLE "SyncRun" (
    "id" SERIAL NOT NULL,
    "source" TEXT COLLATE "C" NOT NULL,
    "commit" TEXT COLLATE "C",
    "etag" TEXT COLLATE "C",
    "attackVersion" TEXT COLLATE "C",
    "attackSource" TEXT COLLATE "C",
    "translatorVersion" TEXT COLLATE "C" NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3) NOT NULL,
    "outcome" TEXT COLLATE "C" NOT NULL,
    "error" TEXT COLLATE "C",
    "summary" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL DEFAULT '{}',

    CONSTRAINT "SyncRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SyncIssue" (
    "id" SERIAL NOT NULL,
    "syncId" INTEGER NOT NULL,
    "severity" TEXT COLLATE "C" NOT NULL,
    "code" TEXT COLLATE "C" NOT NULL,
    "path" TEXT COLLATE "C",
    "line" INTEGER,
    "column" INTEGER,
    "ruleId" TEXT COLLATE "C",
    "message" TEXT COLLATE "C" NOT NULL,
    "hint" TEXT COLLATE "C",

    CONSTRAINT "SyncIssue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookState" (
    "webhookId" TEXT COLLATE "C" NOT NULL,
    "filter" TEXT COLLATE "C" NOT NULL,
    "syncId" INTEGER NOT NULL,
    "ruleIds" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "WebhookState_pkey" PRIMARY KEY ("webhookId")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT COLLATE "C" NOT NULL,
    "webhookId" TEXT COLLATE "C" NOT NULL,
    "syncId" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "digest" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMP(3),
    "claimedUntil" TIMESTAMP(3),
    "lastAttemptAt" TIMESTAMP(3),
    "lastStatus" INTEGER,
    "lastError" TEXT COLLATE "C",

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Cache" (
    "key" TEXT COLLATE "C" NOT NULL,
    "value" BYTEA NOT NULL,

    CONSTRAINT "Cache_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "Rule_logicHash_idx" ON "Rule"("logicHash");

-- CreateIndex
CREATE INDEX "Rule_changedAt_idx" ON "Rule"("changedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Tactic_shortName_key" ON "Tactic"("shortName");

-- CreateIndex
CREATE INDEX "RuleTechnique_techniqueId_idx" ON "RuleTechnique"("techniqueId");

-- CreateIndex
CREATE INDEX "RuleTactic_shortName_idx" ON "RuleTactic"("shortName");

-- CreateIndex
CREATE INDEX "RuleVersion_ruleId_idx" ON "RuleVersion"("ruleId");

-- CreateIndex
CREATE INDEX "RuleVersion_syncId_change_idx" ON "RuleVersion"("syncId", "change");

-- CreateIndex
CREATE INDEX "RuleChange_syncId_meaning_idx" ON "RuleChange"("syncId", "meaning");

-- CreateIndex
CREATE INDEX "SyncIssue_syncId_idx" ON "SyncIssue"("syncId");

-- CreateIndex
CREATE INDEX "WebhookDelivery_state_nextAttemptAt_idx" ON "WebhookDelivery"("state", "nextAttemptAt");

-- AddForeignKey
ALTER TABLE "OtherSource" ADD CONSTRAINT "OtherSource_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Translation" ADD CONSTRAINT "Translation_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evidence" ADD CONSTRAINT "Evidence_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrichment" ADD CONSTRAINT "Enrichment_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ModelText" ADD CONSTRAINT "ModelText_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuleTechnique" ADD CONSTRAINT "RuleTechnique_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuleTechnique" ADD CONSTRAINT "RuleTechnique_techniqueId_fkey" FOREIGN KEY ("techniqueId") REFERENCES "Technique"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuleTactic" ADD CONSTRAINT "RuleTactic_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuleVersion" ADD CONSTRAINT "RuleVersion_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuleChange" ADD CONSTRAINT "RuleChange_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SyncIssue" ADD CONSTRAINT "SyncIssue_syncId_fkey" FOREIGN KEY ("syncId") REFERENCES "SyncRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;
