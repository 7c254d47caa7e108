-- The proof `constructed` is called `self-tested`.
UPDATE "Rule" SET "proof" = 'self-tested' WHERE "proof" = 'constructed';
UPDATE "SyncRun" SET "summary" = replace("summary", '"constructed":', '"self-tested":');
