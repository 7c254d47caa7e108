import { productsOfPlatform } from '@/lib/log-sources';
import type { FeedFilter } from './feed-filter';
import type { IndexedRule, IndexedTechnique, RuleIndex } from './rule-index';

/** What a technique lacks: a rule, a rule with a query, or one that runs with the chosen tables. */
export type Lack = 'rule' | 'query' | 'tables';

/** A technique or sub-technique that no query of the shown rules detects. */
export interface CoverageGap extends Pick<IndexedTechnique, 'id' | 'name' | 'known'> {
  readonly lack: Lack;
}

/** ATT&CK’s platform for what happens outside one’s own systems, where no log of theirs can show it. */
const OUTSIDE = 'PRE';

/**
 * The techniques that the filter is about and that no query detects, most used first; those outside one’s own
 * systems come last. `rules` pass the whole filter, `anyTables` all of it but the choice of tables.
 */
export function coverageGaps(
  { techniques }: Pick<RuleIndex, 'techniques'>,
  filter: FeedFilter,
  rules: readonly IndexedRule[],
  anyTables: readonly IndexedRule[],
): readonly CoverageGap[] {
  const { withQuery: detected } = techniquesOf(rules);
  const { named, withQuery } = techniquesOf(anyTables);
  const lackOf = (id: string): Lack =>
    withQuery.has(id) ? 'tables' : named.has(id) ? 'query' : 'rule';
  return [...techniques.values()]
    .filter((technique) => !detected.has(technique.id) && isAsked(technique, filter))
    .sort((a, b) => rank(a) - rank(b) || uses(b) - uses(a) || (a.id < b.id ? -1 : 1))
    .map(({ id, name, known }) => ({ id, name, known, lack: lackOf(id) }));
}

function isAsked(
  { id, parentId, tactics, platforms }: IndexedTechnique,
  filter: FeedFilter,
): boolean {
  const isIn = (wanted: readonly string[], ...values: readonly (string | null)[]) =>
    wanted.length === 0 || values.some((value) => value !== null && wanted.includes(value));
  return (
    isIn(filter.tactic, ...tactics) &&
    isIn(filter.technique, id, parentId) &&
    isIn(filter.product, ...platforms.flatMap(productsOfPlatform))
  );
}

/** The techniques that rules name, and those that a rule with a query does. */
function techniquesOf(rules: readonly IndexedRule[]) {
  const named = new Set<string>();
  const withQuery = new Set<string>();
  for (const { techniquesAndParents, outcome } of rules) {
    for (const id of techniquesAndParents) {
      named.add(id);
      if (outcome !== 'unsupported') withQuery.add(id);
    }
  }
  return { named, withQuery };
}

function rank({ platforms }: IndexedTechnique): number {
  return platforms.length > 0 && platforms.every((platform) => platform === OUTSIDE) ? 1 : 0;
}

function uses({ known }: IndexedTechnique): number {
  return known.groups + known.software;
}
