import { column, compare, type Expression, quoteString, string, type Tag, tagged } from '@/lib/kql';
import { addAll } from '@/lib/long-lists';
import { escapeRegex } from './lower/pattern';

/**
 * Shortens long lists of substring tests on one column. A thousand times `a contains "x" or …` is
 * unreadable, too deep for Kusto, and scans the text once per value. RE2 finds all alternatives in one
 * pass, so such a list becomes a few alternations of one line each. Lists of ordinary length keep one
 * predicate per line.
 */
const MIN_VALUES = 60;
/** The characters of a line, and the fewest values: a line with fewer values may be longer. */
const LINE = 96;
const VALUES = 6;

const ANCHORS = {
  contains: { open: '', close: '', cased: false },
  contains_cs: { open: '', close: '', cased: true },
  startswith: { open: '^(?:', close: ')', cased: false },
  startswith_cs: { open: '^(?:', close: ')', cased: true },
  endswith: { open: '(?:', close: ')$', cased: false },
  endswith_cs: { open: '(?:', close: ')$', cased: true },
} as const;
type AnchorName = keyof typeof ANCHORS;

type Comparison = Extract<Expression, { kind: 'compare' }>;

/** The expression with its long lists shortened, or the same expression if it has none. */
export function compactLists(
  expression: Expression,
  isText: (columnName: string) => boolean,
): Expression {
  return hasLongList(expression) ? compact(expression, isText) : expression;
}

function hasLongList(expression: Expression): boolean {
  switch (expression.kind) {
    case 'not':
      return hasLongList(expression.of);
    case 'and':
    case 'or':
      return expression.of.length > MIN_VALUES || expression.of.some(hasLongList);
    default:
      return false;
  }
}

function compact(expression: Expression, isText: (columnName: string) => boolean): Expression {
  switch (expression.kind) {
    case 'not': {
      return { ...expression, of: compact(expression.of, isText) };
    }
    case 'and':
    case 'or': {
      const inner = { ...expression, of: expression.of.map((child) => compact(child, isText)) };
      return inner.kind === 'or' && inner.of.length > MIN_VALUES ? compactOr(inner, isText) : inner;
    }
    default:
      return expression;
  }
}

function compactOr(
  expression: Extract<Expression, { kind: 'or' }>,
  isText: (columnName: string) => boolean,
): Expression {
  const lists = new Map<string, Comparison[]>();
  const keys = expression.of.map((child) => keyOf(child, isText));
  for (const [at, child] of expression.of.entries()) {
    const key = keys[at] ?? null;
    if (key === null || child.kind !== 'compare') continue;
    const list = lists.get(key);
    if (list) list.push(child);
    else lists.set(key, [child]);
  }
  const of: Expression[] = [];
  for (const [at, child] of expression.of.entries()) {
    const key = keys[at] ?? null;
    const list = key === null ? null : lists.get(key);
    if (!list || list.length <= MIN_VALUES) of.push(child);
    else if (list[0] === child) addAll(of, alternations(list));
  }
  return of.length === expression.of.length ? expression : { ...expression, of };
}

/** Column and operator, if the comparison can be one of several alternatives. */
function keyOf(expression: Expression, isText: (columnName: string) => boolean): string | null {
  if (expression.kind !== 'compare' || expression.comment !== undefined) return null;
  const { left, right, operator } = expression;
  if (left.kind !== 'column' || !isText(left.name)) return null;
  if (right.kind !== 'string' || right.value === '' || !Object.hasOwn(ANCHORS, operator))
    return null;
  // These operators fold the case of ASCII letters only. A regular expression folds all letters.
  if (!ANCHORS[operator as AnchorName].cased && hasOtherCase(right.value)) return null;
  return `${operator} ${left.name}`;
}

function hasOtherCase(text: string): boolean {
  for (const character of text) {
    if (character > '\u007f' && character.toLowerCase() !== character.toUpperCase()) return true;
  }
  return false;
}

function alternations(list: readonly Comparison[]): Expression[] {
  const [first] = list;
  if (first?.left.kind !== 'column') return [...list];
  const { name } = first.left;
  const { open, close, cased } = ANCHORS[first.operator as AnchorName];
  const sources = list.map(({ right }) => escapeRegex(right.kind === 'string' ? right.value : ''));
  const head = cased || !sources.some(hasLetter) ? open : `(?i)${open}`;
  // Measured as printed: an escaped character takes more room.
  const sizes = sources.map((source) => quoteString(source).length - 1);
  const average = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const frame = `or ${name} matches regex ${quoteString(head + close)}`.length;
  const room = Math.max(LINE - frame, VALUES * average);
  const made: Expression[] = [];
  let from = 0;
  while (from < list.length) {
    let to = from;
    for (let length = 0; to < list.length; to++) {
      length += sizes[to] ?? 0;
      if (length > room && to > from) break;
    }
    const source = head + sources.slice(from, to).join('|') + close;
    const tags = list
      .slice(from, to)
      .flatMap((one): Tag[] => [one, one.left, one.right].flatMap((node) => node.tags ?? []));
    made.push(tagged(compare(column(name), 'matches regex', string(source)), ...tags));
    from = to;
  }
  return made;
}

function hasLetter(source: string): boolean {
  return /[A-Za-z]/.test(source);
}
