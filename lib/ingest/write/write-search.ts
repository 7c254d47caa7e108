import { indexedWords } from '@/lib/catalog/stored/joints';
import { ruleText } from '@/lib/catalog/stored/rule-text';
import { translationKql } from '@/lib/catalog/stored/translation';
import { chunks } from './chunks';
import { isTouched, type Outcome, type SyncWrite, type Transaction } from './outcome';

/** Indexes changed rules for search by words and parts of words, and drops removed ones. */
export async function writeSearch({ transaction }: SyncWrite, outcome: Outcome): Promise<void> {
  const { rules, removed } = outcome.plan;
  const touched = rules.filter((rule) => isTouched(rule, outcome)).map(({ read }) => read.id);
  const gone = JSON.stringify([...touched, ...removed.map(({ id }) => id)]);
  await transaction.$executeRaw`
    DELETE FROM "RuleSearch" WHERE "ruleId" IN (SELECT value FROM json_each(${gone}))`;
  await transaction.$executeRaw`
    DELETE FROM "RuleWord" WHERE "ruleId" IN (SELECT value FROM json_each(${gone}))`;
  // In the order of the ids, which decides between rules that fit equally well.
  for (const ids of chunks(touched.sort())) {
    const texts = JSON.stringify(await searchedTexts(transaction, ids));
    await transaction.$executeRaw`
      INSERT INTO "RuleSearch" ("ruleId", "title", "description", "raw", "kql", "hypothesis")
      SELECT value->>'id', value->>'title', value->>'description', value->>'raw', value->>'kql',
        value->>'hypothesis'
      FROM json_each(${texts})`;
    await transaction.$executeRaw`
      INSERT INTO "RuleWord" ("ruleId", "text")
      SELECT value->>'id', value->>'words' FROM json_each(${texts})`;
  }
}

/** The texts of rules that a search looks in, as the catalog has them now. */
async function searchedTexts(transaction: Transaction, ids: readonly string[]) {
  const rows = await transaction.rule.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      title: true,
      description: true,
      raw: true,
      translations: { select: { target: true, kql: true }, orderBy: { target: 'asc' } },
      enrichment: { select: { hypothesis: true } },
    },
  });
  return rows.map(({ id, title, description, translations, enrichment, ...row }) => {
    const raw = ruleText.read(row.raw, id);
    const kql = translations
      .flatMap(({ target, kql }) =>
        kql ? translationKql.read(kql, `rule ${id} for ${target}`) : [],
      )
      .join('\n');
    const hypothesis = enrichment?.hypothesis ?? '';
    return { id, title, description, raw, kql, hypothesis, words: indexedWords(raw, kql) };
  });
}
