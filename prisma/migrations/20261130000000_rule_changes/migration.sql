-- CreateTable
CREATE TABLE "RuleChange" (
    "ruleId" TEXT NOT NULL,
    "syncId" INTEGER NOT NULL,
    "meaning" TEXT NOT NULL,
    "detail" TEXT NOT NULL,

    PRIMARY KEY ("ruleId", "syncId"),
    CONSTRAINT "RuleChange_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "RuleChange_syncId_meaning_idx" ON "RuleChange"("syncId", "meaning");

-- CreateIndex
CREATE INDEX "RuleVersion_syncId_change_idx" ON "RuleVersion"("syncId", "change");
