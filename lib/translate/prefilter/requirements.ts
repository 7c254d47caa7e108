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
      return union(condition.of.map((part) => best(requirementsOf(part, originOf))));
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
          best(requirementsOf({ kind: 'compare', operator: '=~', left, right }, originOf)),
        ),
      );
    }
    default:
      return [];
  }
}

/** One requirement that holds if any of these holds; none if one of them is missing. */
function union(parts: readonly (Requirement | null)[]): Requirement[] {
  const all = new Map<string, Map<string, string>>();
  for (const part of parts) {
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
  const made = new Map([...all].map(([column, phrases]) => [column, [...phrases.values()]]));
  if (made.size === 0 || sizeOf(made) > MAX_PHRASES) return [];
  return [new Map([...made].map(([column, phrases]) => [column, withoutLonger(phrases)]))];
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
