-- Words as SQLite's search has them: stemmed by Porter's rules, none left out, without accents. What is
-- indexed is already split into words of letters and digits (lib/catalog/database/postgresql/words-of.ts).
CREATE TEXT SEARCH DICTIONARY "catalog_stem" (TEMPLATE = snowball, LANGUAGE = 'porter');
CREATE TEXT SEARCH CONFIGURATION "catalog" (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION "catalog"
    ADD MAPPING FOR asciiword, word, numword, int, uint, float, sfloat, version WITH "catalog_stem";

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE "RuleSearch" (
    "ruleId" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    -- title (A), description (B), hypothesis (C) and queries (D)
    "words" TSVECTOR NOT NULL,
    -- the rule's own text
    "own" TSVECTOR NOT NULL,
    -- how many words both have, which its rank depends on
    "length" INTEGER NOT NULL,
    -- the rule's own text and its queries, in small letters, for parts of words
    "text" TEXT COLLATE "C" NOT NULL,
    CONSTRAINT "RuleSearch_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "Rule" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "RuleSearch_words_idx" ON "RuleSearch" USING GIN ("words");
CREATE INDEX "RuleSearch_own_idx" ON "RuleSearch" USING GIN ("own");
CREATE INDEX "RuleSearch_text_idx" ON "RuleSearch" USING GIN ("text" gin_trgm_ops);

-- Which sync holds the lock, in its own words: one row, whose writer may be gone.
CREATE TABLE "SyncHolder" (
    "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
    "backend" INTEGER NOT NULL,
    "holder" TEXT NOT NULL
);
