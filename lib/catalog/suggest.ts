import type { Bitset } from './columns/bitset';
import { ruleColumns } from './columns/rule-columns';
import { DATE_EXAMPLES } from './date-range';
import { findRules } from './feed';
import { type FeedFilter, NO_FILTER } from './feed-filter';
import { renamedLike } from './former-names';
import type { IndexedRule, RuleIndex } from './rule-index';
import { resolveSearch } from './search';
import { isDateField, quoteValue, SEARCH_FIELDS, type SearchField } from './search-query';

export interface Suggestion {
  /** Replaces the word that you are typing. */
  readonly insert: string;
  readonly detail: string;
}

const MAX = 8;

/**
 * Completions for a word in the search box: field names, or values of a field. A former name of ATT&CK
 * completes to what has taken its place. A value comes with the number of rules that the search has with
 * it, among those that pass `filter`, which has the other words.
 */
export async function suggest(
  word: string,
  filter: FeedFilter = NO_FILTER,
): Promise<readonly Suggestion[]> {
  const match = /^(-?)([A-Za-z]+)(?::"?([^"]*)"?)?$/.exec(word.slice(0, 100));
  if (!match) return [];
  const [, minus = '', name = '', value] = match;
  const field = name.toLowerCase();
  if (value === undefined) {
    return Object.entries(SEARCH_FIELDS)
      .filter(([known]) => known.startsWith(field))
      .map(([known, meaning]) => ({ insert: `${minus}${known}:`, detail: meaning }));
  }
  if (!Object.hasOwn(SEARCH_FIELDS, field)) return [];
  const { index, found: rules, filter: resolved } = await findRules({ ...filter, sort: 'changed' });
  const wanted = value.toLowerCase();
  const live = valuesOf(field as SearchField, rules, index)
    .filter(({ text, name }) => `${text} ${name}`.toLowerCase().includes(wanted))
    .sort((a, b) => startsWith(b, wanted) - startsWith(a, wanted) || b.count - a.count)
    .map(({ text, name }) => ({ values: quoteValue(text), name }));
  const former =
    wanted !== '' && (field === 'tactic' || field === 'technique' || field === 'proof')
      ? renamedLike(index, field, wanted)
      : [];
  const found = [
    ...live,
    ...former.map(({ now, sentence }) => ({ values: now.join(','), name: sentence })),
  ]
    .filter(({ values }, at, all) => all.findIndex((other) => other.values === values) === at)
    .slice(0, MAX);
  return Promise.all(
    found.map(async ({ values, name }) => {
      const term = `${minus}${field}:${values}`;
      const search = await resolveSearch(index, `${resolved.q} ${term}`, resolved.target);
      const count = (search.matching ? rules.and(search.matching) : rules).count();
      return {
        insert: `${term} `,
        detail: [name, `${count} ${count === 1 ? 'rule' : 'rules'}`].filter(Boolean).join(' · '),
      };
    }),
  );
}

interface Value {
  readonly text: string;
  readonly name: string;
  readonly count: number;
}

function startsWith({ text, name }: Value, wanted: string): number {
  return Number(text.toLowerCase().startsWith(wanted) || name.toLowerCase().startsWith(wanted));
}

/** The values of a field among rules, with the number of rules that have each. */
function valuesOf(field: SearchField, rules: Bitset, index: RuleIndex): readonly Value[] {
  if (isDateField(field)) {
    return DATE_EXAMPLES.map((text) => ({
      text,
      name: 'counted back from the last sync',
      count: 0,
    }));
  }
  const counts = countsOf(field, rules, index);
  const nameOf = (text: string) => {
    if (field === 'technique') return index.techniques.get(text)?.name ?? '';
    if (field === 'tactic') return index.tactics.find((t) => t.shortName === text)?.name ?? '';
    return '';
  };
  return [...counts].map(([text, count]) => ({ text, name: nameOf(text), count }));
}

function countsOf(
  field: SearchField,
  rules: Bitset,
  index: RuleIndex,
): ReadonlyMap<string, number> {
  const columns = ruleColumns(index);
  const count = (values: (rule: IndexedRule) => readonly string[]) =>
    columns.column(`${field} suggested`, values).count(rules);
  switch (field) {
    case 'technique':
    case 'tactic':
    case 'threat':
    case 'cve':
    case 'collection':
    case 'outcome':
    case 'proof':
      return columns.facet(field).count(rules);
    case 'table':
      return count(({ tables }) => tables);
    case 'target':
      return count(({ targets }) => targets);
    case 'author':
      return count(({ author }) => [
        ...new Set(author?.split(',').map((name) => name.trim()) ?? []),
      ]);
    case 'level':
    case 'status':
    case 'product':
    case 'category':
    case 'service':
      return count(({ [field]: value }) => (value === null ? [] : [value]));
    case 'title':
    case 'changed':
    case 'created':
    case 'id':
      return new Map();
    default:
      return field satisfies never;
  }
}
