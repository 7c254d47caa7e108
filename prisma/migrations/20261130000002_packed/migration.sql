-- Large columns become packed (decision 0029). SQL cannot pack, so a zero byte and the text as it was
-- stand for it, which reads the same. The next sync writes all rules again and packs them.

-- RedefineTables
CREATE TABLE "new_Rule" (
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
    "raw" BLOB NOT NULL,
    "contentHash" TEXT NOT NULL,
    "tags" TEXT NOT NULL DEFAULT '[]',
    "references" TEXT NOT NULL DEFAULT '[]',
    "document" BLOB NOT NULL,
    "source" TEXT NOT NULL,
    "sourceId" TEXT NOT NULL DEFAULT '',
    "logicHash" TEXT NOT NULL DEFAULT '',
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
    "tuning" TEXT NOT NULL DEFAULT '[]',
    "proof" TEXT NOT NULL DEFAULT 'none'
);
INSERT INTO "new_Rule"
SELECT "id", "kind", "title", "name", "status", "level", "description", "author", "license", "date",
    "modified", "product", "category", "service", "collection", "inFeed", "path",
    CAST(x'00' || "raw" AS BLOB),
    "contentHash",
    CASE WHEN json_valid("document") THEN coalesce(json_extract("document", '$.tags'), '[]') ELSE '[]' END,
    CASE WHEN json_valid("document") THEN coalesce(json_extract("document", '$.references'), '[]') ELSE '[]' END,
    CAST(x'00' || CASE WHEN json_valid("document")
        THEN json_remove("document", '$.tags', '$.references') ELSE "document" END AS BLOB),
    "source", "sourceId", "logicHash", "commit", "retrievedAt", "firstSeenAt", "changedAt", "removedAt",
    "firstSyncId", "changedSyncId", "readable", "derivedHash", "proofHash", "enrichedHash", "tuning", "proof"
FROM "Rule";

-- A version whose text the rule still has does not hold it again.
CREATE TABLE "new_RuleVersion" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ruleId" TEXT NOT NULL,
    "syncId" INTEGER NOT NULL,
    "contentHash" TEXT NOT NULL,
    "raw" BLOB,
    "path" TEXT NOT NULL,
    "commit" TEXT,
    "change" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL,
    CONSTRAINT "RuleVersion_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_RuleVersion"
SELECT v."id", v."ruleId", v."syncId", v."contentHash",
    CASE WHEN v."raw" = r."raw" THEN NULL ELSE CAST(x'00' || v."raw" AS BLOB) END,
    v."path", v."commit", v."change", v."seenAt"
FROM "RuleVersion" v JOIN "Rule" r ON r."id" = v."ruleId";

CREATE TABLE "new_Translation" (
    "ruleId" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "kql" BLOB,
    "table" TEXT,
    "label" TEXT NOT NULL DEFAULT '',
    "tables" TEXT NOT NULL,
    "costLevel" TEXT,
    "alternatives" TEXT NOT NULL DEFAULT '[]',
    "detail" BLOB NOT NULL,
    "translatorVersion" TEXT NOT NULL,
    "checkErrors" INTEGER,

    PRIMARY KEY ("ruleId", "target"),
    CONSTRAINT "Translation_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Translation"
SELECT "ruleId", "target", "outcome",
    CAST(x'00' || "kql" AS BLOB),
    "table", "label", "tables",
    CASE WHEN json_valid("cost") THEN json_extract("cost", '$.level') END,
    CASE WHEN json_valid("alternatives") THEN (
        SELECT json_group_array(json_object(
            'outcome', json_extract("value", '$.outcome'),
            'table', json_extract("value", '$.table'),
            'tables', json_extract("value", '$.tables'),
            'cost', json_extract("value", '$.cost.level')))
        FROM json_each("alternatives")) ELSE "alternatives" END,
    CAST(x'00' || CASE
        WHEN json_valid("diagnostics") AND json_valid("trace") AND json_valid("cost")
            AND json_valid("alternatives") AND json_valid("facts")
        THEN json_object('diagnostics', json("diagnostics"), 'trace', json("trace"), 'cost', json("cost"),
            'alternatives', json("alternatives"), 'facts', json("facts"), 'upstreamKql', "upstreamKql")
        ELSE '' END AS BLOB),
    "translatorVersion", "checkErrors"
FROM "Translation";

CREATE TABLE "new_Evidence" (
    "ruleId" TEXT NOT NULL PRIMARY KEY,
    "results" BLOB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Evidence_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Evidence"
SELECT "ruleId",
    CAST(x'00' || CASE WHEN min(json_valid("result"))
        THEN '[' || group_concat("result", ',' ORDER BY "id") || ']' ELSE '' END AS BLOB),
    max("createdAt")
FROM "Evidence" GROUP BY "ruleId";

CREATE TABLE "new_Enrichment" (
    "ruleId" TEXT NOT NULL PRIMARY KEY,
    "hypothesis" TEXT NOT NULL,
    "confidence" TEXT NOT NULL,
    "detail" BLOB NOT NULL,
    "inputHash" TEXT NOT NULL,
    CONSTRAINT "Enrichment_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_Enrichment"
SELECT "ruleId", "hypothesis", "confidence",
    CAST(x'00' || CASE
        WHEN json_valid("falsePositives") AND json_valid(coalesce("volume", 'null')) AND json_valid("constant")
            AND json_valid("triage") AND json_valid("attackContext") AND json_valid("reasons")
        THEN json_object('falsePositives', json("falsePositives"), 'volume', json(coalesce("volume", 'null')),
            'constant', json("constant"), 'triage', json("triage"),
            'attackContext', json("attackContext"), 'reasons', json("reasons"))
        ELSE '' END AS BLOB),
    "inputHash"
FROM "Enrichment";

CREATE TABLE "new_Technique" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "parentId" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "url" TEXT NOT NULL,
    "tactics" TEXT NOT NULL,
    "platforms" TEXT NOT NULL,
    "knownGroups" INTEGER NOT NULL DEFAULT 0,
    "knownSoftware" INTEGER NOT NULL DEFAULT 0,
    "detail" BLOB NOT NULL,
    "revoked" BOOLEAN NOT NULL DEFAULT false,
    "successorId" TEXT
);
INSERT INTO "new_Technique"
SELECT "id", "name", "parentId", "description", "url", "tactics", "platforms",
    CASE WHEN json_valid("detail") THEN coalesce(json_extract("detail", '$.known.groups'), 0) ELSE 0 END,
    CASE WHEN json_valid("detail") THEN coalesce(json_extract("detail", '$.known.software'), 0) ELSE 0 END,
    CAST(x'00' || "detail" AS BLOB),
    "revoked", "successorId"
FROM "Technique";

-- Results under other keys, which the next sync makes again. The rows are in the index of the key.
DROP TABLE "Cache";
CREATE TABLE "Cache" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" BLOB NOT NULL
) WITHOUT ROWID;

DROP TABLE "RuleVersion";
DROP TABLE "Translation";
DROP TABLE "Evidence";
DROP TABLE "Enrichment";
DROP TABLE "Technique";
DROP TABLE "Rule";
ALTER TABLE "new_Rule" RENAME TO "Rule";
ALTER TABLE "new_RuleVersion" RENAME TO "RuleVersion";
ALTER TABLE "new_Translation" RENAME TO "Translation";
ALTER TABLE "new_Evidence" RENAME TO "Evidence";
ALTER TABLE "new_Enrichment" RENAME TO "Enrichment";
ALTER TABLE "new_Technique" RENAME TO "Technique";

-- CreateIndex
CREATE INDEX "Rule_logicHash_idx" ON "Rule"("logicHash");
CREATE INDEX "Rule_changedAt_idx" ON "Rule"("changedAt");
CREATE INDEX "RuleVersion_ruleId_idx" ON "RuleVersion"("ruleId");
CREATE INDEX "RuleVersion_syncId_change_idx" ON "RuleVersion"("syncId", "change");
