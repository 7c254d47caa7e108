import { PROOFS } from '@/lib/proof/types';
import { LEVELS, STATUSES } from '@/lib/sigma/types';
import { TARGETS } from '@/lib/target';
import { OUTCOMES } from '@/lib/translate/types';
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
  readonly mistakes: readonly string[];
  readonly hasText: boolean;
  matches(rule: IndexedRule): boolean;
  /** Lower is better. */
  rank(rule: IndexedRule): number;
}

/**
 * `table:` finds what selecting the same tables finds: the rules that they are enough for, on the targets
 * that the search or the filter names.
 */
export async function resolveSearch(
  index: RuleIndex,
  q: string,
  targets: readonly string[] = [],
): Promise<Search> {
  const { terms, mistakes } = parseSearchQuery(q, knownValues(index));
  const fields = terms.filter((term) => term.kind === 'field');
  const tests = fieldTests(fields, index, targets);
  const texts = await Promise.all(
    terms
      .filter((term) => term.kind === 'text')
      .map(async (term) => ({ term, matches: await searchText(term, index.syncId) })),
  );
  const wanted = texts.filter(({ term }) => !term.negated).map(({ matches }) => matches);
  const unwanted = texts.filter(({ term }) => term.negated).map(({ matches }) => matches);
  return {
    mistakes,
    hasText: wanted.length > 0,
    matches: (rule) =>
      wanted.every((matches) => matches.has(rule.id)) &&
      !unwanted.some((matches) => matches.has(rule.id)) &&
      tests.every((test) => test(rule)),
    rank: (rule) => sumOfRanks(wanted, rule.id),
  };
}

function sumOfRanks(found: readonly TextMatches[], id: string): number {
  return found.reduce((sum, matches) => sum + (matches.get(id) ?? 0), 0);
}

function knownValues(index: RuleIndex): KnownValues {
  return {
    level: LEVELS,
    status: STATUSES,
    outcome: OUTCOMES,
    proof: PROOFS,
    target: TARGETS,
    tactic: index.tactics.flatMap(({ shortName, name }) => [shortName, name]),
    technique: [...index.techniques.values()].flatMap(({ id, name }) => [id, name]),
    table: index.tables,
  };
}

type RuleTest = (rule: IndexedRule) => boolean;

function fieldTests(
  fields: readonly FieldTerm[],
  index: RuleIndex,
  targets: readonly string[],
): readonly RuleTest[] {
  const named = fields.filter(({ field, negated }) => field === 'target' && !negated);
  const onTargets = [targets, ...named.map(({ values }) => lower(values))]
    .filter((list) => list.length > 0)
    .map(onTarget);
  return fields.map((term) => {
    const test =
      term.field === 'table'
        ? tableTest(term, index, onTargets)
        : fieldTest(term, term.field, index);
    return (rule) => test(rule) !== term.negated;
  });
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
    case 'technique': {
      const live = index.successors.get(wanted.toUpperCase())?.toLowerCase() ?? wanted;
      return rule.techniques.some(
        (id) => isWithinTechnique(id.toLowerCase(), live) || is(index.techniques.get(id)?.name),
      );
    }
    case 'id':
      return rule.id.toLowerCase().startsWith(wanted);
    default:
      return field satisfies never;
  }
}

/** `T1059.003` is within itself and within `T1059`. */
export function isWithinTechnique(id: string, wanted: string): boolean {
  return id === wanted || id.startsWith(`${wanted}.`);
}
