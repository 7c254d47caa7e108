import { addAll } from '@/lib/long-lists';
import { allComparisons, type Comparison, type Node, type Operator } from './comparison';
import { fieldName, isPath, pathName } from './field-names';
import { article, code, type Detail, list, series } from './words';

// A comparison has two wordings: a property of the event ("with `-enc` in the command line") for what a
// rule looks for, and a statement ("the command line contains `-enc`") for alternatives and filters.

/** A property of the event, to follow "with". */
function having(comparison: Comparison, detail: Detail): string {
  const { field, operator } = comparison;
  const values = valuesOf(comparison, detail);
  if (field === null) return `the text ${values}`;
  const name = nameOf(comparison);
  switch (operator) {
    case 'contains':
      return `${values} in ${the(name)}`;
    case 'encodes':
      return `${values}, encoded, in ${the(name)}`;
    case 'is':
      return name.startsWith('`') ? `${name} set to ${values}` : `${the(name)} ${values}`;
    case 'empty':
    case 'absent':
      return `no ${name}`;
    case 'present':
      return name.startsWith('`') ? `a value in ${name}` : article(name);
    default:
      return `${name.startsWith('`') ? name : article(name)} ${RELATIVE[operator]} ${values}`;
  }
}

/** `(`a` or `b`) and `c` in the command line`: several conditions on one field as one phrase. */
export function havingAll(comparisons: readonly Comparison[], detail: Detail): string {
  const [first] = comparisons;
  if (!first || comparisons.length === 1) return first ? having(first, detail) : '';
  const values = valuesOfAll(comparisons, detail);
  return first.field === null ? `the text ${values}` : `${values} in ${the(nameOf(first))}`;
}

/** `(`a` or `b`) and `c``. */
export function valuesOfAll(comparisons: readonly Comparison[], detail: Detail): string {
  const several = comparisons.map((comparison) => {
    const values = valuesOf(comparison, detail);
    const either =
      comparisons.length > 1 && comparison.join === 'any' && comparison.values.length > 1;
    return either ? `(${values})` : values;
  });
  return series(several, 'and');
}

/** A whole tree as a statement. Alternatives and conditions beyond the detail are counted. */
export function statement(node: Node, detail: Detail): string {
  switch (node.kind) {
    case 'comparison':
      return stating([node], detail);
    case 'not':
      return node.of.kind === 'comparison'
        ? negated(node.of, detail)
        : `it is not true that ${statement(node.of, detail)}`;
    case 'and':
      return counted(sameAsked(node.of, detail, 'or'), node, detail);
    case 'or':
      return counted(sameAsked(node.of, detail, 'and'), node, detail);
  }
}

// Fields with the same condition are named together: "the payload or the context contains `x`".
function sameAsked(children: readonly Node[], detail: Detail, bracket: 'and' | 'or'): string[] {
  const groups = new Map<string, Comparison[]>();
  const parts: (Comparison[] | string)[] = [];
  for (const child of children) {
    if (child.kind !== 'comparison' || child.field === null || bracket === 'or') {
      const text = statement(child, detail);
      parts.push(child.kind === bracket ? `(${text})` : text);
      continue;
    }
    const key = JSON.stringify([child.operator, child.values, child.join, isPath(child.field)]);
    const known = groups.get(key);
    if (known) known.push(child);
    else {
      const group = [child];
      groups.set(key, group);
      parts.push(group);
    }
  }
  return parts.map((part) => (typeof part === 'string' ? part : stating(part, detail)));
}

/** Comparisons that differ only in their fields, at least one of which must hold. */
function stating(comparisons: readonly Comparison[], detail: Detail): string {
  const [comparison] = comparisons;
  if (!comparison) return '';
  const relation = relationOf(comparisons);
  return comparison.field !== null && VALUELESS.has(comparison.operator)
    ? relation
    : `${relation} ${valuesOf(comparison, detail)}`;
}

/** What precedes the values of comparisons that differ only in their fields: `the command line contains`. */
export function relationOf(comparisons: readonly Comparison[]): string {
  const [comparison] = comparisons;
  if (!comparison) return '';
  if (comparison.field === null) return 'the event contains';
  const names = [...new Set(comparisons.map((each) => the(nameOf(each))))];
  const subject = series(names, 'or');
  return `${subject} ${isNames(comparison) ? 'is' : FINITE[comparison.operator]}`;
}

function counted(
  parts: readonly string[],
  node: Extract<Node, { kind: 'and' | 'or' }>,
  detail: Detail,
): string {
  const word = node.kind;
  const limit = Math.max(1, detail.comparisons);
  // Naming the last one takes no more room than counting it.
  const rest = parts.length > limit + 1 ? parts.length - limit : 0;
  const said = rest > 0 ? parts.slice(0, limit) : [...parts];
  if (rest > 0) said.push(word === 'or' ? elsewhere(node, said) : 'further conditions hold');
  // Parts that contain "or" or "and" are separated by commas.
  const comma = said.length > 1 && said.some((part) => / (?:or|and) /.test(part));
  if (!comma) return series(said, word);
  return `${said.slice(0, -1).join(', ')}, ${word} ${said.at(-1)}`;
}

/** The fields of alternatives that are not told: `a match on the command line`. */
function elsewhere(node: Node, told: readonly string[]): string {
  const untold = allComparisons(node).filter(
    ({ field }) => field !== null && !told.some((text) => text.includes(fieldName(field))),
  );
  return untold.length > 0 ? `there is a match on ${fieldsNamed(untold)}` : 'in other cases';
}

function negated(comparison: Comparison, detail: Detail): string {
  const name = comparison.field === null ? 'the event' : the(nameOf(comparison));
  return `${name} ${NEGATED[comparison.operator]} ${valuesOf(comparison, detail)}`.trim();
}

const FINITE: Readonly<Record<Operator, string>> = {
  is: 'is',
  contains: 'contains',
  starts: 'starts with',
  ends: 'ends with',
  like: 'matches the pattern',
  matches: 'matches',
  encodes: 'contains, encoded,',
  above: 'is above',
  below: 'is below',
  within: 'is in',
  'equals-field': 'equals the field',
  placeholder: 'is one of your values for',
  time: 'falls at',
  empty: 'is empty',
  present: 'is present',
  absent: 'is missing',
};

const NEGATED: Readonly<Record<Operator, string>> = {
  is: 'is not',
  contains: 'does not contain',
  starts: 'does not start with',
  ends: 'does not end with',
  like: 'does not match the pattern',
  matches: 'does not match',
  encodes: 'does not contain, encoded,',
  above: 'is not above',
  below: 'is not below',
  within: 'is not in',
  'equals-field': 'differs from the field',
  placeholder: 'is not one of your values for',
  time: 'does not fall at',
  empty: 'is not empty',
  present: 'is missing',
  absent: 'is present',
};

const RELATIVE: Readonly<Record<Operator, string>> = {
  ...FINITE,
  starts: 'starting with',
  ends: 'ending with',
  like: 'matching the pattern',
  matches: 'matching',
  above: 'above',
  below: 'below',
  within: 'in',
  'equals-field': 'equal to the field',
  placeholder: 'from your values for',
  time: 'at',
};

/** The relation of a whole text to its values: `that contains`, `matching`. */
export function textRelation({ operator }: Comparison): string {
  return operator === 'contains' || operator === 'is'
    ? `that ${FINITE[operator]}`
    : RELATIVE[operator];
}

const VALUELESS: ReadonlySet<Operator> = new Set(['empty', 'present', 'absent']);

/** The values as code, joined. File names lose the separator that anchors them. */
export function valuesOf(comparison: Comparison, detail: Detail): string {
  const strip = comparison.operator === 'ends' && isNames(comparison);
  const shown = comparison.values.map((value) =>
    code(strip ? value.slice(1) : value, detail.characters),
  );
  return list([...new Set(shown)], comparison.join, detail.values);
}

/** Whether the comparison only names files at the end of a path. */
export function isNames({ field, operator, values }: Comparison): boolean {
  if (field === null || operator !== 'ends' || !values.every(isFileName)) return false;
  // Words that name the whole path as well would say that it is nothing but its end.
  return isPath(field) && pathName(field) !== fieldName(field);
}

/** Whether the end of a path is just a file name, such as `\cmd.exe`. */
export function isFileName(value: string): boolean {
  return /^[\\/][^\\/]+$/.test(value);
}

function nameOf(comparison: Comparison): string {
  if (comparison.field === null) return 'text';
  return isNames(comparison) || VALUELESS.has(comparison.operator)
    ? fieldName(comparison.field)
    : pathName(comparison.field);
}

/** The fields of comparisons: `the command line or the parent process`. */
export function fieldsNamed(comparisons: readonly Comparison[]): string {
  // The event id is told with its event.
  const others = comparisons.filter(({ field }) => field !== 'EventID');
  const names = (others.length > 0 ? others : comparisons).map(({ field }) =>
    field === null ? 'the event’s text' : the(fieldName(field)),
  );
  return list([...new Set(names)], 'any', 3);
}

/** Values of a field that stand for many. */
const SHOWN = 3;

/** The fields of conditions, each with some of its values: `the process path (such as `a.exe` and `b.exe`)`. */
export function groupedByField(nodes: readonly Node[], join: 'and' | 'or'): string {
  const values = new Map<string, string[]>();
  for (const { field, operator, values: own } of nodes.flatMap(allComparisons)) {
    const name = field === null ? 'the event’s text' : the(pathName(field));
    const known = values.get(name) ?? [];
    values.set(name, known);
    if (!VALUELESS.has(operator) && operator !== 'matches') addAll(known, own);
  }
  const parts = [...values].map(([name, all]) => {
    const own = [...new Set(all.map(lastName))].filter((value) => value.trim().length > 2);
    const shown = own.slice(0, SHOWN).map((value) => code(value, 40));
    if (shown.length === 0) return name;
    return `${name} (${own.length > SHOWN ? 'such as ' : ''}${series(shown, 'and')})`;
  });
  return series(parts, join);
}

/** Of the path of a file its name, which says most in least room. */
function lastName(value: string): string {
  return /[\\/]([^\\/]+\.\w{2,4})$/.exec(value)?.[1] ?? value;
}

/** The most telling value of comparisons that are not told: ` such as `a.exe``. Empty without one. */
export function suchAs(comparisons: readonly Comparison[], { characters }: Detail): string {
  const values = comparisons
    .filter(({ operator }) => !VALUELESS.has(operator) && operator !== 'matches')
    .flatMap(({ values: all }) => all)
    .filter((value) => value.trim().length > 2 && value.length <= characters);
  const [first, ...others] = values;
  if (first === undefined) return '';
  const longest = others.reduce((best, one) => (one.length > best.length ? one : best), first);
  return ` such as ${code(longest, characters)}`;
}

function the(name: string): string {
  return name.startsWith('`') ? name : `the ${name}`;
}
