import type { Expression } from '@/lib/kql';
import { largest } from '@/lib/long-lists';
import type { Origin } from './origin';
import { demandOf } from './pieces';
import { phrasesOf, weightOf } from './terms';

/** A row that the condition accepts has one of the phrases in one of the columns: column → phrases. */
export type Requirement = ReadonlyMap<string, readonly string[]>;

/** A list beyond this filters little and hides the query. */
const MAX_PHRASES = 50;
const MAX_COLUMNS = 3;

/** What joins terms in a phrase, on either side of another. */
const EDGES = [
  ['.', '.'],
  ['.', '-'],
  ['-', '.'],
  ['-', '-'],
] as const;

/**
 * What every row that a condition accepts must hold: all of the requirements. `originOf` says which
 * of the table's own columns hold the text of a column. Negations, numbers and predicates of mappings
 * require nothing; an alternative requires something only if every branch does.
 */
export function requirementsOf(
  condition: Expression,
  originOf: (column: string) => Origin | null,
): Requirement[] {
  switch (condition.kind) {
    case 'and':
      return condition.of.flatMap((part) => requirementsOf(part, originOf));
    case 'or':
      return union(condition.of.map((part) => requirementsOf(part, originOf)));
    case 'compare': {
      const origin = condition.left.kind === 'column' ? originOf(condition.left.name) : null;
      const demand = origin && demandOf(condition);
      if (!demand) return [];
      return demand.pieces
        .flatMap((piece) => phrasesOf(piece, origin, demand.foldsAllLetters))
        .map((phrase) => new Map(origin.columns.map((name) => [name, [phrase]])));
    }
    case 'list': {
      const { left, operator, values } = condition;
      if (operator !== 'in' && operator !== 'in~') return [];
      return union(
        values.map((right) =>
          requirementsOf({ kind: 'compare', operator: '=~', left, right }, originOf),
        ),
      );
    }
    default:
      return [];
  }
}

/**
 * One requirement that holds if one of each of these lists holds; none if a list is empty. Of each list it
 * takes the best, unless the others cover one already.
 */
function union(lists: readonly (readonly Requirement[])[]): Requirement[] {
  const all = new Map<string, Map<string, string>>();
  for (const list of lists) {
    const part = best(list);
    if (!part) return [];
    for (const [column, phrases] of part) {
      const known = all.get(column) ?? new Map<string, string>();
      all.set(column, known);
      for (const phrase of phrases) {
        const key = phrase.toLowerCase();
        if (!known.has(key)) known.set(key, phrase);
      }
    }
    if (all.size > MAX_COLUMNS) return [];
  }
  const whole = new Map([...all].map(([column, phrases]) => [column, [...phrases.values()]]));
  if (whole.size === 0 || sizeOf(whole) > MAX_PHRASES) return [];
  const needless = needlessOf(all, lists);
  const kept = [...all].map(
    ([column, phrases]) =>
      [
        column,
        withoutLonger([...phrases].flatMap(([key, phrase]) => (needless.has(key) ? [] : phrase))),
      ] as const,
  );
  return [new Map(kept.filter(([, phrases]) => phrases.length > 0))];
}

/** Without the phrases that hold another between boundaries: a text with one of them has the other too. */
function withoutLonger(phrases: readonly string[]): string[] {
  const lower = phrases.map((phrase) => phrase.toLowerCase());
  return phrases.filter((_, at) => {
    const bounded = `.${lower[at]}.`;
    return !lower.some(
      (other, of) =>
        of !== at && EDGES.some(([before, after]) => bounded.includes(before + other + after)),
    );
  });
}

/** The phrases, the least telling first, without which each list still has a requirement that is covered. */
function needlessOf(
  all: ReadonlyMap<string, ReadonlyMap<string, string>>,
  lists: readonly (readonly Requirement[])[],
): ReadonlySet<string> {
  const needless = new Set<string>();
  if (lists.every(({ length }) => length === 1)) return needless;
  const isCovered = (one: Requirement): boolean =>
    [...one].every(([column, phrases]) =>
      phrases
        .map((phrase) => phrase.toLowerCase())
        .every((key) => !needless.has(key) && all.get(column)?.has(key)),
    );
  const keys = new Map([...all.values()].flatMap((phrases) => [...phrases]));
  for (const [key] of [...keys].toSorted(([, a], [, b]) => weightOf(a) - weightOf(b))) {
    needless.add(key);
    if (!lists.every((list) => list.some(isCovered))) needless.delete(key);
  }
  return needless;
}

function sizeOf(requirement: Requirement): number {
  return largest(
    [...requirement.values()].map(({ length }) => length),
    0,
  );
}

function leastWeight(requirement: Requirement): number {
  const weights = [...requirement.values()].flatMap((phrases) => phrases.map(weightOf));
  return weights.reduce((least, weight) => Math.min(least, weight), Number.POSITIVE_INFINITY);
}

/** The requirement that is the easiest to check: few columns, few phrases, long phrases. */
export function best(requirements: readonly Requirement[]): Requirement | null {
  let found: Requirement | null = null;
  for (const one of requirements) if (!found || compare(one, found) < 0) found = one;
  return found;
}

function compare(a: Requirement, b: Requirement): number {
  return a.size - b.size || sizeOf(a) - sizeOf(b) || leastWeight(b) - leastWeight(a);
}

/** Whether a requirement is one phrase in one column. */
export function single(requirement: Requirement): { column: string; phrase: string } | null {
  const [first] = requirement;
  const [phrase, ...others] = first?.[1] ?? [];
  return first && requirement.size === 1 && phrase !== undefined && others.length === 0
    ? { column: first[0], phrase }
    : null;
}
