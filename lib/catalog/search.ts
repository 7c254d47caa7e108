import { PROOFS } from '@/lib/proof/types';
import { LEVELS, STATUSES } from '@/lib/sigma/types';
import { TARGETS } from '@/lib/target';
import { OUTCOMES } from '@/lib/translate/types';
import { Bitset } from './columns/bitset';
import { type RuleColumns, ruleColumns, UNSET } from './columns/rule-columns';
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
  type TextTerm,
} from './search-query';
import { searchText, type TextMatches } from './search-text';

/** A search box's text, resolved against the catalog. */
export interface Search {
  readonly mistakes: readonly Mistake[];
  readonly hasText: boolean;
  readonly terms: readonly ResolvedTerm[];
  /** The places in the index of the rules that match; null without a term, when all do. */
  readonly matching: Bitset | null;
  /** Of the rule at a place in the index; lower is better. */
  rank(place: number): number;
}

/** A term of a search, and what the search is without it. */
export interface ResolvedTerm {
  readonly text: string;
  readonly others: string;
  matchingOthers(): Bitset | null;
}

/** More than all ranks of a text: a title that has every word comes before any that lacks one. */
const TITLE_RANK = 10_000;

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
  const sets = await Promise.all(
    terms.map(async (term) => {
      const set =
        term.kind === 'field' ? havingValue(term, index, onTargets) : (await found(term)).places;
      return term.negated ? set.not() : set;
    }),
  );
  async function found(term: TextTerm): Promise<TextMatches> {
    const matches = await searchText(index, term);
    if (!term.negated) wanted.push(matches);
    return matches;
  }
  return {
    mistakes,
    hasText: wanted.length > 0,
    terms: places.map(({ start, end }, at) => ({
      text: q.slice(start, end),
      others: `${q.slice(0, start)}${q.slice(end)}`.replace(/\s+/g, ' ').trim(),
      matchingOthers: () => inAll(sets.filter((_, other) => other !== at)),
    })),
    matching: inAll(sets),
    rank: (place) =>
      sumOfRanks(wanted, place) - TITLE_RANK * nameMatch(index.rules[place]?.title ?? '', words),
  };
}

function inAll([first, ...others]: readonly Bitset[]): Bitset | null {
  return first ? others.reduce((all, set) => all.and(set), first) : null;
}

function renamedValue(index: RuleIndex, field: SearchField, value: string): Renamed | null {
  if (field === 'tactic') return renamedTactic(index, value);
  if (field === 'proof') return renamedProof(value);
  return field === 'technique' ? renamedTechnique(index, value) : null;
}

function sumOfRanks(found: readonly TextMatches[], place: number): number {
  return found.reduce((sum, { ranks }) => sum + (ranks.get(place) ?? 0), 0);
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

function lower(values: readonly string[]): readonly string[] {
  return values.map((value) => value.toLowerCase());
}

/** The rules that have one of a term's values. */
function havingValue(
  { field, values }: FieldTerm,
  index: RuleIndex,
  onTargets: readonly QueryTest[],
): Bitset {
  const columns = ruleColumns(index);
  const wanted = lower(values);
  if (field === 'table') {
    const tables = index.tables.filter((table) => wanted.includes(table.toLowerCase()));
    return columns.queries.passing([onTables(tables), ...onTargets]);
  }
  return wanted
    .map((value) => having(columns, field, value, index))
    .reduce((any, set) => any.or(set), Bitset.none(columns.size));
}

type RuleField = Exclude<SearchField, 'table'>;

/** The rules that have a value, which is in lower case. */
function having(columns: RuleColumns, field: RuleField, wanted: string, index: RuleIndex): Bitset {
  const { rules } = index;
  const is = (text: string) => text.toLowerCase() === wanted;
  const has = (text: string) => text.toLowerCase().includes(wanted);
  const where = (test: (rule: IndexedRule) => boolean) =>
    Bitset.where(columns.size, (place) => test(rules[place] as IndexedRule));
  switch (field) {
    case 'title':
      return where(({ title }) => has(title));
    case 'id':
      return where(({ id }) => id.toLowerCase().startsWith(wanted));
    case 'author':
      return columns.column(field, ({ author }) => optional(author)).matching(has);
    case 'category':
      return columns.column(field, ({ category }) => optional(category)).matching(is);
    case 'service':
      return columns.column(field, ({ service }) => optional(service)).matching(is);
    case 'level':
    case 'status':
    case 'product':
      return columns.facet(field).matching((value) => value !== UNSET && is(value));
    case 'collection':
    case 'outcome':
    case 'proof':
      return columns.facet(field).matching(is);
    case 'target':
      return columns.queries.passing([onTarget([wanted])]);
    case 'tactic': {
      const names = new Map(index.tactics.map(({ shortName, name }) => [shortName, name]));
      return columns.facet(field).matching((value) => is(value) || is(names.get(value) ?? ''));
    }
    case 'technique': {
      const nameOf = (id: string) => index.techniques.get(id)?.name ?? '';
      return columns
        .column('techniques', ({ techniques }) => techniques)
        .matching((id) => isWithinTechnique(id.toLowerCase(), wanted) || is(nameOf(id)));
    }
    case 'threat':
      return columns.facet(field).matching(has);
    case 'cve': {
      const cve = `CVE-${wanted.replace(/^cve-/, '')}`;
      return columns.facet(field).matching((value) => isWithinYear(value, cve));
    }
    case 'changed':
      return within(
        columns.numbers(field, ({ changedAt }) => changedAt.getTime()),
        wanted,
        index,
      );
    case 'created':
      return within(
        columns.numbers(field, ({ date }) => parseDay(date)?.getTime() ?? Number.NaN),
        wanted,
        index,
      );
    default:
      return field satisfies never;
  }
}

const optional = (value: string | null) => (value === null ? [] : [value]);

/** `CVE-2024-1709` is within itself and within `CVE-2024`. */
function isWithinYear(cve: string, wanted: string): boolean {
  return cve === wanted || cve.startsWith(`${wanted}-`);
}

function within(times: Float64Array, dates: string, { syncedAt }: RuleIndex): Bitset {
  const range = readDateRange(dates, syncedAt);
  if (!range) return Bitset.none(times.length);
  return Bitset.where(times.length, (place) => {
    const time = times[place] ?? Number.NaN;
    return range.from <= time && time < range.to;
  });
}

/** `T1059.003` is within itself and within `T1059`. */
export function isWithinTechnique(id: string, wanted: string): boolean {
  return id === wanted || id.startsWith(`${wanted}.`);
}
