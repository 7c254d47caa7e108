import { isTouched, type Outcome, type SyncWrite } from './outcome';

/** Indexes changed rules for search by words and parts of words, and drops removed ones. */
export async function writeSearch({ transaction }: SyncWrite, outcome: Outcome): Promise<void> {
  const { rules, removed } = outcome.plan;
  const touched = rules.filter((rule) => isTouched(rule, outcome)).map(({ read }) => read.id);
  const gone = JSON.stringify([...touched, ...removed.map(({ id }) => id)]);
  await transaction.$executeRaw`
    DELETE FROM "RuleSearch" WHERE "ruleId" IN (SELECT value FROM json_each(${gone}))`;
  await transaction.$executeRaw`
    DELETE FROM "RuleSubstring" WHERE "ruleId" IN (SELECT value FROM json_each(${gone}))`;
  const fresh = JSON.stringify(touched);
  await transaction.$executeRaw`
    INSERT INTO "RuleSearch" ("ruleId", "title", "description", "raw", "kql", "hypothesis")
    SELECT r."id", r."title", r."description", r."raw",
      coalesce((SELECT group_concat(t."kql", char(10)) FROM "Translation" t WHERE t."ruleId" = r."id"), ''),
      coalesce(e."hypothesis", '')
    FROM "Rule" r LEFT JOIN "Enrichment" e ON e."ruleId" = r."id"
    WHERE r."id" IN (SELECT value FROM json_each(${fresh}))`;
  await transaction.$executeRaw`
    INSERT INTO "RuleSubstring" ("ruleId", "text")
    SELECT r."id", r."raw" || char(10) ||
      coalesce((SELECT group_concat(t."kql", char(10)) FROM "Translation" t WHERE t."ruleId" = r."id"), '')
    FROM "Rule" r WHERE r."id" IN (SELECT value FROM json_each(${fresh}))`;
}
