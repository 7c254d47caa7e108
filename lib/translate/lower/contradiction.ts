import type { Expression } from '@/lib/kql';
import { pinnedColumns } from './pinned-columns';

/**
 * Finds a condition that no row can pass, which is worse than no query: it looks like an answer. That
 * happens if two fields of a rule share a column, or if a rule contradicts the table's own filter. It
 * compares only text conditions on one column, ignoring case, so everything it reports is certain. It
 * misses other contradictions.
 */

/** The conditions that one column must meet together. */
interface Demands {
  /** The allowed values, if anything restricts the column. */
  equals: ReadonlySet<string> | null;
  readonly not: Set<string>;
  readonly starts: string[];
  readonly ends: string[];
  readonly contains: string[];
  empty: boolean;
}

type Conjunction = Map<string, Demands>;

/** Treats alternatives nested deeper than this as possible. */
const MAX_DEPTH = 4;

/**
 * The column or computed column with contradictory conditions, or null. `filters` are the
 * table's own; `computed` maps the name of a computed column to its KQL.
 */
export function findContradiction(
  predicate: Expression,
  filters: readonly string[],
  computed: ReadonlyMap<string, string>,
): string | null {
  const base: Conjunction = new Map();
  for (const [column, values] of pinnedColumns(filters)) {
    narrow(
      of(base, column),
      values.map((value) => value.toLowerCase()),
    );
  }
  return contradiction(predicate, base, computed, 0);
}

function contradiction(
  predicate: Expression,
  outer: Conjunction,
  computed: ReadonlyMap<string, string>,
  depth: number,
): string | null {
  const demands: Conjunction = new Map();
  for (const [subject, one] of outer) demands.set(subject, copy(one));
  const alternatives: (readonly Expression[])[] = [];
  const touched = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === 'and') for (const child of part.of) visit(child);
    else if (part.kind === 'or') alternatives.push(part.of);
    else {
      const subject = demand(part, demands, computed);
      if (subject !== null) touched.add(subject);
    }
  };
  visit(predicate);
  for (const subject of touched) {
    const one = demands.get(subject);
    if (one && isImpossible(one)) return subject;
  }
  if (depth === MAX_DEPTH) return null;
  for (const parts of alternatives) {
    let found: string | null = null;
    for (const part of parts) {
      found = contradiction(part, demands, computed, depth + 1);
      if (found === null) break;
    }
    if (found !== null) return found;
  }
  return null;
}

/** Records what a comparison requires, and returns its column. */
function demand(
  part: Expression,
  into: Conjunction,
  computed: ReadonlyMap<string, string>,
): string | null {
  if (part.kind === 'call') {
    const [column] = part.args;
    if (part.name !== 'isempty' || column?.kind !== 'column') return null;
    const subject = computed.get(column.name) ?? column.name;
    of(into, subject).empty = true;
    return subject;
  }
  if ((part.kind !== 'compare' && part.kind !== 'list') || part.left.kind !== 'column') return null;
  const subject = computed.get(part.left.name) ?? part.left.name;
  if (part.kind === 'list') {
    const values = part.values.map(textOf);
    if (!values.every((value) => value !== null)) return null;
    if (part.operator === 'in' || part.operator === 'in~') narrow(of(into, subject), values);
    else if (part.operator === '!in~') exclude(of(into, subject), values);
    else return null;
    return subject;
  }
  const value = textOf(part.right);
  if (value === null) return null;
  const demands = of(into, subject);
  switch (part.operator) {
    case '==':
    case '=~':
      narrow(demands, [value]);
      return subject;
    case '!~':
      exclude(demands, [value]);
      return subject;
    case 'startswith':
    case 'startswith_cs':
      demands.starts.push(value);
      return subject;
    case 'endswith':
    case 'endswith_cs':
      demands.ends.push(value);
      return subject;
    case 'contains':
    case 'contains_cs':
      demands.contains.push(value);
      return subject;
    default:
      return null;
  }
}

function of(demands: Conjunction, subject: string): Demands {
  const known = demands.get(subject);
  if (known) return known;
  const made: Demands = {
    equals: null,
    not: new Set(),
    starts: [],
    ends: [],
    contains: [],
    empty: false,
  };
  demands.set(subject, made);
  return made;
}

function copy(demands: Demands): Demands {
  return {
    equals: demands.equals,
    not: new Set(demands.not),
    starts: [...demands.starts],
    ends: [...demands.ends],
    contains: [...demands.contains],
    empty: demands.empty,
  };
}

function narrow(demands: Demands, values: readonly string[]): void {
  const { equals } = demands;
  demands.equals = new Set(equals === null ? values : values.filter((value) => equals.has(value)));
}

function exclude(demands: Demands, values: readonly string[]): void {
  for (const value of values) demands.not.add(value);
}

function isImpossible({ equals, not, starts, ends, contains, empty }: Demands): boolean {
  const passes = (value: string): boolean =>
    !not.has(value) &&
    (!empty || value === '') &&
    starts.every((start) => value.startsWith(start)) &&
    ends.every((end) => value.endsWith(end)) &&
    contains.every((text) => value.includes(text));
  if (equals !== null) return ![...equals].some(passes);
  if (empty) return !passes('');
  return (
    differ(starts, (a, b) => a.startsWith(b) || b.startsWith(a)) ||
    differ(ends, (a, b) => a.endsWith(b) || b.endsWith(a))
  );
}

function differ(texts: readonly string[], agree: (a: string, b: string) => boolean): boolean {
  return texts.some((a, at) => texts.slice(at + 1).some((b) => !agree(a, b)));
}

function textOf(expression: Expression): string | null {
  if (expression.kind === 'string') return expression.value.toLowerCase();
  return expression.kind === 'number' ? String(expression.value) : null;
}
