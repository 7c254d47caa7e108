-- CreateTable
CREATE TABLE "ModelText" (
    "ruleId" TEXT NOT NULL PRIMARY KEY,
    "inputHash" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "writtenAt" DATETIME NOT NULL,
    "text" TEXT NOT NULL,
    "dropped" INTEGER NOT NULL,
    CONSTRAINT "ModelText_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
