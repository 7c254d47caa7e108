import { findRules } from './feed';
import { type FeedFilter, NO_FILTER } from './feed-filter';
import { renamedLike } from './former-names';
import type { IndexedRule, RuleIndex } from './rule-index';
import { resolveSearch } from './search';
import { quoteValue, SEARCH_FIELDS, type SearchField } from './search-query';

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
  const { index, rules, filter: resolved } = await findRules({ ...filter, sort: 'changed' });
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
      const count = rules.filter((rule) => search.matches(rule)).length;
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
function valuesOf(
  field: SearchField,
  rules: readonly IndexedRule[],
  index: RuleIndex,
): readonly Value[] {
  const counts = new Map<string, number>();
  for (const rule of rules) {
    for (const value of valuesOfRule(field, rule)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const nameOf = (text: string) => {
    if (field === 'technique') return index.techniques.get(text)?.name ?? '';
    if (field === 'tactic') return index.tactics.find((t) => t.shortName === text)?.name ?? '';
    return '';
  };
  return [...counts].map(([text, count]) => ({ text, name: nameOf(text), count }));
}

function valuesOfRule(field: SearchField, rule: IndexedRule): readonly string[] {
  switch (field) {
    case 'technique':
      return rule.techniquesAndParents;
    case 'tactic':
      return rule.tactics;
    case 'table':
      return rule.tables;
    case 'target':
      return rule.targets;
    case 'author':
      return rule.author?.split(',').map((name) => name.trim()) ?? [];
    case 'title':
    case 'id':
      return [];
    default: {
      const value = rule[field];
      return value === null ? [] : [value];
    }
  }
}
