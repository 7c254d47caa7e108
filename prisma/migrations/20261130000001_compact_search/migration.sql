-- Words, as before, without a copy of the texts. Without the lists of two- and three-letter prefixes, too,
-- which made it twice as large and no faster.
DROP TABLE "RuleSearch";
CREATE VIRTUAL TABLE "RuleSearch" USING fts5(
    "ruleId" UNINDEXED,
    "title",
    "description",
    "raw",
    "kql",
    "hypothesis",
    content = '',
    contentless_delete = 1,
    contentless_unindexed = 1,
    tokenize = "porter unicode61 remove_diacritics 2"
);
INSERT INTO "RuleSearch" ("ruleId", "title", "description", "raw", "kql", "hypothesis")
SELECT r."id", r."title", r."description", r."raw",
    coalesce((SELECT group_concat(t."kql", char(10)) FROM "Translation" t WHERE t."ruleId" = r."id"), ''),
    coalesce(e."hypothesis", '')
FROM "Rule" r LEFT JOIN "Enrichment" e ON e."ruleId" = r."id"
WHERE r."removedAt" IS NULL
ORDER BY r."id";

-- Parts of words: which words there are, and which rules have them, neither stemmed nor in their order.
DROP TABLE "RuleSubstring";
CREATE VIRTUAL TABLE "RuleWord" USING fts5(
    "ruleId" UNINDEXED,
    "text",
    content = '',
    contentless_delete = 1,
    contentless_unindexed = 1,
    tokenize = "unicode61 remove_diacritics 0",
    detail = none
);
INSERT INTO "RuleWord" ("ruleId", "text")
SELECT r."id", r."raw" || char(10) ||
    coalesce((SELECT group_concat(t."kql", char(10)) FROM "Translation" t WHERE t."ruleId" = r."id"), '')
FROM "Rule" r WHERE r."removedAt" IS NULL
ORDER BY r."id";
CREATE VIRTUAL TABLE "Word" USING fts5vocab("RuleWord", "row");
CREATE VIRTUAL TABLE "WordPlace" USING fts5vocab("RuleWord", "instance");
