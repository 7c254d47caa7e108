import { getCatalog } from './client';
import type { RuleDetail } from './rule';
import { ruleText } from './stored/rule-text';

/**
 * The texts of the rules that decide with a rule what its queries find: those that it correlates, by id or
 * name, and the operator's filters. Not those that a correlated correlation refers to in turn.
 */
export async function relatedTexts({ document, filters }: RuleDetail): Promise<string[]> {
  const named = [...(document.correlation?.rules ?? [])];
  const ids = [...named, ...filters.map(({ id }) => id)];
  if (ids.length === 0) return [];
  const rows = await getCatalog().rule.findMany({
    where: { removedAt: null, OR: [{ id: { in: ids } }, { name: { in: named } }] },
    select: { id: true, raw: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, raw }) => ruleText.read(raw, id));
}
