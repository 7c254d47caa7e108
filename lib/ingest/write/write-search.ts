import type { Transaction } from '@/lib/catalog/database/catalog';
import { ruleText } from '@/lib/catalog/stored/rule-text';
import { translationKql } from '@/lib/catalog/stored/translation';
import type { SearchedTexts, StoreWriter } from '../store/types';
import { chunks } from './chunks';
import { isTouched, type Outcome, type SyncWrite } from './outcome';

/** Indexes changed rules for search by words and parts of words, and drops removed ones. */
export async function writeSearch(
  { transaction, writer }: SyncWrite,
  outcome: Outcome,
): Promise<void> {
  const { rules, removed } = outcome.plan;
  const touched = rules.filter((rule) => isTouched(rule, outcome)).map(({ read }) => read.id);
  await writer.forgetTexts(transaction, [...touched, ...removed.map(({ id }) => id)]);
  await indexRules(transaction, writer, touched);
}

/** Puts rules into the index of the search that are not in it. */
export async function indexRules(
  transaction: Transaction,
  writer: StoreWriter,
  ids: readonly string[],
): Promise<void> {
  // In the order of the ids, which decides between rules that fit equally well.
  for (const some of chunks(ids.toSorted())) {
    await writer.indexTexts(transaction, await searchedTexts(transaction, some));
  }
}

/** The texts of rules that a search looks in, as the catalog has them now. */
async function searchedTexts(
  transaction: Transaction,
  ids: readonly string[],
): Promise<SearchedTexts[]> {
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
    return { id, title, description, raw, kql, hypothesis };
  });
}
