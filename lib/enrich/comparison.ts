import { ANY, ONE, type Pattern, type Predicate, type Test } from '@/lib/sigma/types';

// A predicate has one test for each value. To describe it, the tests on one field are merged again:
// `CommandLine contains a or b` is one comparison with two values. The wording follows a test's pattern,
// not its modifiers, so that `*\cmd.exe` and `|endswith: \cmd.exe` read the same.

export type Operator =
  | 'is'
  | 'contains'
  | 'starts'
  | 'ends'
  | 'like'
  | 'matches'
  | 'encodes'
  | 'above'
  | 'below'
  | 'within'
  | 'empty'
  | 'present'
  | 'absent'
  | 'equals-field'
  | 'placeholder'
  | 'time';

export interface Comparison {
  readonly kind: 'comparison';
  /** null: anywhere in the event. */
  readonly field: string | null;
  readonly operator: Operator;
  readonly values: readonly string[];
  readonly join: 'any' | 'all';
  /** Whether a dash in the values stands for any kind of dash, or a slash. */
  readonly anyDash?: true;
}

export type Node =
  | Comparison
  | { readonly kind: 'and'; readonly of: readonly Node[] }
  | { readonly kind: 'or'; readonly of: readonly Node[] }
  | { readonly kind: 'not'; readonly of: Node };

export function comparisonsIn(predicate: Predicate): Node {
  if (predicate.kind === 'test') return comparisonOf(predicate);
  if (predicate.kind === 'not') {
    const inner = comparisonsIn(predicate.of);
    return inner.kind === 'not' ? inner.of : { kind: 'not', of: inner };
  }
  const kind = predicate.kind;
  const children = predicate.of.map(comparisonsIn).flatMap((child) => {
    return child.kind === kind ? child.of : [child];
  });
  const merged = mergeComparisons(children, kind);
  const [only] = merged;
  return merged.length === 1 && only ? only : { kind, of: merged };
}

/** The parts that must all hold. */
export function conjuncts(node: Node): readonly Node[] {
  return node.kind === 'and' ? node.of : [node];
}

export function disjuncts(node: Node): readonly Node[] {
  return node.kind === 'or' ? node.of : [node];
}

/** Every comparison of a tree, in order. */
export function allComparisons(node: Node): Comparison[] {
  if (node.kind === 'comparison') return [node];
  return node.kind === 'not' ? allComparisons(node.of) : node.of.flatMap(allComparisons);
}

function mergeComparisons(children: readonly Node[], kind: 'and' | 'or'): Node[] {
  const merged: (Exclude<Node, Comparison> | Comparison[])[] = [];
  const groups = new Map<string, Comparison[]>();
  for (const child of children) {
    if (child.kind !== 'comparison' || !(kind === 'or' ? isAny(child) : isAll(child))) {
      merged.push(child.kind === 'comparison' ? [child] : child);
      continue;
    }
    const key = `${child.field ?? ''}\u0000${child.operator}\u0000${child.anyDash ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(child);
    else {
      const started = [child];
      groups.set(key, started);
      merged.push(started);
    }
  }
  return merged.map((part) => (Array.isArray(part) ? joined(part, kind) : part));
}

function joined(group: readonly Comparison[], kind: 'and' | 'or'): Node {
  const [first] = group;
  if (!first || group.length === 1) return first ?? { kind, of: [] };
  const values = [...new Set(group.flatMap((comparison) => comparison.values))];
  return { ...first, values, join: kind === 'or' || values.length === 1 ? 'any' : 'all' };
}

const isAny = (comparison: Comparison) => comparison.join === 'any';
const isAll = (comparison: Comparison) =>
  comparison.join === 'all' || comparison.values.length === 1;

function comparisonOf({ field, test, origin }: Extract<Predicate, { kind: 'test' }>): Comparison {
  const [operator, value] = read(test, origin.modifiers, origin.value);
  const values = value === null ? [] : [value];
  const dash = origin.modifiers.includes('windash') ? ({ anyDash: true } as const) : {};
  return { kind: 'comparison', field, operator, values, join: 'any', ...dash };
}

const ENCODINGS = ['base64', 'base64offset', 'wide', 'utf16', 'utf16le', 'utf16be'];

function read(
  test: Test,
  modifiers: readonly string[],
  written: string,
): readonly [Operator, string | null] {
  switch (test.kind) {
    case 'pattern':
      if (modifiers.some((modifier) => ENCODINGS.includes(modifier))) return ['encodes', written];
      if (modifiers.includes('windash')) return readPattern(test.pattern, written);
      return readPattern(test.pattern, null);
    case 'number':
    case 'boolean':
      return ['is', written];
    case 'null':
      return ['empty', null];
    case 'exists':
      return [test.value ? 'present' : 'absent', null];
    case 'regex':
      return ['matches', test.source];
    case 'compare':
      return COMPARISONS[test.operator](test.value);
    case 'time':
      return ['time', `${test.part} ${test.operator} ${test.value}`];
    case 'cidr':
      return ['within', `${test.network}/${test.prefix}`];
    case 'field':
      return ['equals-field', test.field];
    case 'placeholder':
      return ['placeholder', test.names.join(', ')];
  }
}

const COMPARISONS = {
  lt: (value: number) => ['below', String(value)],
  lte: (value: number) => ['below', `${value} or equal to it`],

  gt: (value: number) => ['above', String(value)],
  gte: (value: number) => ['above', `${value} or equal to it`],
} satisfies Record<string, (value: number) => readonly [Operator, string]>;

function readPattern(pattern: Pattern, written: string | null): readonly [Operator, string | null] {
  const inner = pattern.filter((part) => part !== '');
  const open = inner[0] === ANY;
  const close = inner.length > 1 && inner.at(-1) === ANY;
  if (inner.length === 0) return ['empty', null];
  if (inner.every((part) => part === ANY)) return ['present', null];
  const middle = inner.slice(open ? 1 : 0, close ? -1 : undefined);
  const [text] = middle;
  if (middle.length !== 1 || typeof text !== 'string') {
    return ['like', written ?? inner.map(glyph).join('')];
  }
  const value = written?.replace(/^\*|\*$/g, '') ?? text;
  if (open && close) return ['contains', value];
  if (open) return ['ends', value];
  return close ? ['starts', value] : ['is', value];
}

function glyph(part: Pattern[number]): string {
  if (part === ANY) return '*';
  return part === ONE ? '?' : part;
}
