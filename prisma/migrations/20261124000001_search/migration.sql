-- Words: stemmed, ranked by bm25, with snippets. Two- and three-letter prefixes serve search while typing.
CREATE VIRTUAL TABLE "RuleSearch" USING fts5(
    "ruleId" UNINDEXED,
    "title",
    "description",
    "raw",
    "kql",
    "hypothesis",
    tokenize = "porter unicode61 remove_diacritics 2",
    prefix = '2 3'
);

-- Parts of words (`windowsclient.exe`, `-enc`): asked by LIKE '%…%', which the trigrams answer from
-- their index for patterns of three characters or more. LIKE with an ESCAPE clause cannot use it: let
-- `_` stand for any character and compare the few rows that remain.
CREATE VIRTUAL TABLE "RuleSubstring" USING fts5(
    "ruleId" UNINDEXED,
    "text",
    tokenize = "trigram",
    detail = none
);
