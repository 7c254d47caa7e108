-- CreateTable
CREATE TABLE "WebhookState" (
    "webhookId" TEXT NOT NULL PRIMARY KEY,
    "filter" TEXT NOT NULL,
    "syncId" INTEGER NOT NULL,
    "ruleIds" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "webhookId" TEXT NOT NULL,
    "syncId" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "digest" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" DATETIME,
    "claimedUntil" DATETIME,
    "lastAttemptAt" DATETIME,
    "lastStatus" INTEGER,
    "lastError" TEXT
);

-- CreateIndex
CREATE INDEX "WebhookDelivery_state_nextAttemptAt_idx" ON "WebhookDelivery"("state", "nextAttemptAt");
