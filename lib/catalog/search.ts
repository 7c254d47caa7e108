import { PROOFS } from '@/lib/proof/types';
import { LEVELS, STATUSES } from '@/lib/sigma/types';
import { TARGETS } from '@/lib/target';
import { OUTCOMES } from '@/lib/translate/types';
import { readDateRange } from './date-range';
import { parseDay } from './day';
import { type Renamed, renamedProof, renamedTactic, renamedTechnique } from './former-names';
import type { Mistake } from './mistake';
import { nameMatch } from './name-match';
import { onceFor } from './once-for';
import { onTables, onTarget, type QueryTest } from './query-tests';
import type { IndexedRule, RuleIndex } from './rule-index';
import {
  type FieldTerm,
  type KnownValues,
  parseSearchQuery,
  type SearchField,
} from './search-query';
import { searchText, type TextMatches } from './search-text';

/** A search box's text, resolved against the catalog. */
export interface Search {
  readonly mistakes: readonly Mistake[];
  readonly hasText: boolean;
  readonly terms: readonly ResolvedTerm[];
  matches(rule: IndexedRule): boolean;
  /** Lower is better. */
  rank(rule: IndexedRule): number;
}

/** A term of a search, and what the search is without it. */
export interface ResolvedTerm {
  readonly text: string;
  readonly others: string;
  matchesOthers(rule: IndexedRule): boolean;
}

/** More than all ranks of a text: a title that has every word comes before any that lacks one. */
const TITLE_RANK = 10_000;

type RuleTest = (rule: IndexedRule) => boolean;

/**
 * `table:` finds what selecting the same tables finds: the rules that they are enough for, on the targets
 * that the search or the filter names.
 */
export async function resolveSearch(
  index: RuleIndex,
  q: string,
  targets: readonly string[] = [],
): Promise<Search> {
  const { terms, places, mistakes } = parseSearchQuery(q, knownValues(index), (field, value) =>
    renamedValue(index, field, value),
  );
  const fields = terms.filter((term) => term.kind === 'field');
  const onTargets = targetTests(fields, targets);
  const wanted: TextMatches[] = [];
  const words = terms.flatMap((term) =>
    term.kind === 'text' && !term.negated ? term.text.toLowerCase() : [],
  );
  const tests: readonly RuleTest[] = await Promise.all(
    terms.map(async (term) => {
      if (term.kind === 'field') return termTest(term, index, onTargets);
      const matches = await searchText(term, index.state);
      if (!term.negated) wanted.push(matches);
      return ({ id }) => matches.has(id) !== term.negated;
    }),
  );
  return {
    mistakes,
    hasText: wanted.length > 0,
    terms: places.map(({ start, end }, at) => ({
      text: q.slice(start, end),
      others: `${q.slice(0, start)}${q.slice(end)}`.replace(/\s+/g, ' ').trim(),
      matchesOthers: (rule) => tests.every((test, other) => other === at || test(rule)),
    })),
    matches: (rule) => tests.every((test) => test(rule)),
    rank: (rule) => sumOfRanks(wanted, rule.id) - TITLE_RANK * nameMatch(rule.title, words),
  };
}

function renamedValue(index: RuleIndex, field: SearchField, value: string): Renamed | null {
  if (field === 'tactic') return renamedTactic(index, value);
  if (field === 'proof') return renamedProof(value);
  return field === 'technique' ? renamedTechnique(index, value) : null;
}

function sumOfRanks(found: readonly TextMatches[], id: string): number {
  return found.reduce((sum, matches) => sum + (matches.get(id) ?? 0), 0);
}

const knownValues = onceFor((index: RuleIndex): KnownValues => {
  return {
    level: LEVELS,
    status: STATUSES,
    outcome: OUTCOMES,
    proof: PROOFS,
    target: TARGETS,
    tactic: index.tactics.flatMap(({ shortName, name }) => [shortName, name]),
    technique: [...index.techniques.values()].flatMap(({ id, name }) => [id, name]),
    table: index.tables,
    product: valuesIn(index, ({ product }) => product),
    category: valuesIn(index, ({ category }) => category),
    service: valuesIn(index, ({ service }) => service),
    collection: valuesIn(index, ({ collection }) => collection),
  };
});

function valuesIn(
  { rules }: RuleIndex,
  read: (rule: IndexedRule) => string | null,
): readonly string[] {
  return [...new Set(rules.flatMap((rule) => read(rule) ?? []))];
}

/** What the search's own `target:` terms and the filter ask of a query. */
function targetTests(
  fields: readonly FieldTerm[],
  targets: readonly string[],
): readonly QueryTest[] {
  const named = fields.filter(({ field, negated }) => field === 'target' && !negated);
  return [targets, ...named.map(({ values }) => lower(values))]
    .filter((list) => list.length > 0)
    .map(onTarget);
}

function termTest(term: FieldTerm, index: RuleIndex, onTargets: readonly QueryTest[]): RuleTest {
  const test =
    term.field === 'table' ? tableTest(term, index, onTargets) : fieldTest(term, term.field, index);
  return (rule) => test(rule) !== term.negated;
}

function lower(values: readonly string[]): readonly string[] {
  return values.map((value) => value.toLowerCase());
}

function tableTest(
  { values }: FieldTerm,
  index: RuleIndex,
  onTargets: readonly QueryTest[],
): RuleTest {
  const wanted = new Set(lower(values));
  const runs = onTables(index.tables.filter((table) => wanted.has(table.toLowerCase())));
  return ({ queries }) =>
    queries.some((query) => runs(query) && onTargets.every((test) => test(query)));
}

function fieldTest({ values }: FieldTerm, field: RuleField, index: RuleIndex): RuleTest {
  return (rule) => values.some((value) => hasValue(rule, field, value, index));
}

type RuleField = Exclude<SearchField, 'table'>;

function hasValue(rule: IndexedRule, field: RuleField, value: string, index: RuleIndex): boolean {
  const wanted = value.toLowerCase();
  const is = (text: string | null | undefined) => text?.toLowerCase() === wanted;
  const has = (text: string | null) => text?.toLowerCase().includes(wanted) ?? false;
  switch (field) {
    case 'title':
      return has(rule.title);
    case 'author':
      return has(rule.author);
    case 'level':
      return is(rule.level);
    case 'status':
      return is(rule.status);
    case 'product':
      return is(rule.product);
    case 'category':
      return is(rule.category);
    case 'service':
      return is(rule.service);
    case 'collection':
      return is(rule.collection);
    case 'outcome':
      return is(rule.outcome);
    case 'proof':
      return is(rule.proof);
    case 'target':
      return rule.queries.some((query) => is(query.target));
    case 'tactic':
      return rule.tactics.some(
        (tactic) => is(tactic) || index.tactics.some((t) => t.shortName === tactic && is(t.name)),
      );
    case 'technique':
      return rule.techniques.some(
        (id) => isWithinTechnique(id.toLowerCase(), wanted) || is(index.techniques.get(id)?.name),
      );
    case 'threat':
      return rule.threats.some(has);
    case 'cve': {
      const number = wanted.replace(/^cve-/, '');
      return rule.cves.some((cve) => isWithinYear(cve, `CVE-${number}`));
    }
    case 'changed':
      return isIn(rule.changedAt, value, index);
    case 'created':
      return isIn(parseDay(rule.date), value, index);
    case 'id':
      return rule.id.toLowerCase().startsWith(wanted);
    default:
      return field satisfies never;
  }
}

/** `CVE-2024-1709` is within itself and within `CVE-2024`. */
function isWithinYear(cve: string, wanted: string): boolean {
  return cve === wanted || cve.startsWith(`${wanted}-`);
}

function isIn(time: Date | null, dates: string, { syncedAt }: RuleIndex): boolean {
  const range = readDateRange(dates, syncedAt);
  if (!time || !range) return false;
  return range.from <= time.getTime() && time.getTime() < range.to;
}

/** `T1059.003` is within itself and within `T1059`. */
export function isWithinTechnique(id: string, wanted: string): boolean {
  return id === wanted || id.startsWith(`${wanted}.`);
}
