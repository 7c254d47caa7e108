import type { Clause, Node, Operator } from './clause';
import { fieldName, isPath, pathName } from './field-names';
import { article, code, type Detail, list, series } from './words';

// A clause is told in one of two ways: as what an event has ("with `-enc` in the command line"), for
// what a rule looks for, and as a statement ("the command line contains `-enc`"), for alternatives and
// filters.

/** What an event has; said after "with". */
export function having(clause: Clause, detail: Detail): string {
  const { field, operator } = clause;
  const values = valuesOf(clause, detail);
  if (field === null) return `the text ${values}`;
  const name = nameOf(clause);
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

/** `(`a` or `b`) and `c` in the command line`: several demands on one field, said once. */
export function havingAll(clauses: readonly Clause[], detail: Detail): string {
  const [first] = clauses;
  if (!first || clauses.length === 1) return first ? having(first, detail) : '';
  const values = valuesOfAll(clauses, detail);
  return first.field === null ? `the text ${values}` : `${values} in ${the(nameOf(first))}`;
}

/** `(`a` or `b`) and `c``. */
export function valuesOfAll(clauses: readonly Clause[], detail: Detail): string {
  const several = clauses.map((clause) => {
    const values = valuesOf(clause, detail);
    const either = clauses.length > 1 && clause.join === 'any' && clause.values.length > 1;
    return either ? `(${values})` : values;
  });
  return series(several, 'and');
}

/** A whole tree as a statement. Alternatives and conditions beyond the detail are counted. */
export function statement(node: Node, detail: Detail): string {
  switch (node.kind) {
    case 'clause':
      return stating([node], detail);
    case 'not':
      return node.of.kind === 'clause'
        ? negated(node.of, detail)
        : `not so that ${statement(node.of, detail)}`;
    case 'and':
      return counted(sameAsked(node.of, detail, 'or'), 'and', detail.clauses);
    case 'or':
      return counted(sameAsked(node.of, detail, 'and'), 'or', detail.clauses);
  }
}

// Fields that are asked the same are named together: "the payload or the context contains `x`".
function sameAsked(children: readonly Node[], detail: Detail, bracket: 'and' | 'or'): string[] {
  const groups = new Map<string, Clause[]>();
  const parts: (Clause[] | string)[] = [];
  for (const child of children) {
    if (child.kind !== 'clause' || child.field === null || bracket === 'or') {
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

/** Clauses that differ in their fields alone, any of which may hold. */
function stating(clauses: readonly Clause[], detail: Detail): string {
  const [clause] = clauses;
  if (!clause) return '';
  const values = valuesOf(clause, detail);
  if (clause.field === null) return `the event contains ${values}`;
  const names = [...new Set(clauses.map((each) => the(nameOf(each))))];
  const subject = series(names, 'or');
  if (isNames(clause)) return `${subject} is ${values}`;
  const finite = FINITE[clause.operator];
  return VALUELESS.has(clause.operator) ? `${subject} ${finite}` : `${subject} ${finite} ${values}`;
}

function counted(parts: readonly string[], word: 'and' | 'or', shown: number): string {
  const rest = parts.length - shown;
  const said = rest > 0 ? parts.slice(0, shown) : [...parts];
  const noun = word === 'or' ? 'case' : 'condition';
  if (rest > 0) said.push(rest === 1 ? `one more ${noun}` : `${rest} more ${noun}s`);
  // A comma keeps apart what has an "or" or "and" of its own.
  const comma = said.length > 1 && said.some((part) => / (?:or|and) /.test(part));
  if (!comma) return series(said, word);
  return `${said.slice(0, -1).join(', ')}, ${word} ${said.at(-1)}`;
}

function negated(clause: Clause, detail: Detail): string {
  const name = clause.field === null ? 'the event' : the(nameOf(clause));
  return `${name} ${NEGATED[clause.operator]} ${valuesOf(clause, detail)}`.trim();
}

const FINITE: Readonly<Record<Operator, string>> = {
  is: 'is',
  contains: 'contains',
  starts: 'starts with',
  ends: 'ends with',
  like: 'is like',
  matches: 'matches',
  encodes: 'holds, encoded,',
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
  like: 'is not like',
  matches: 'does not match',
  encodes: 'does not hold, encoded,',
  above: 'is not above',
  below: 'is not below',
  within: 'is not in',
  'equals-field': 'differs from the field',
  placeholder: 'is none of your values for',
  time: 'does not fall at',
  empty: 'is not empty',
  present: 'is missing',
  absent: 'is present',
};

const RELATIVE: Readonly<Record<Operator, string>> = {
  ...FINITE,
  starts: 'starting with',
  ends: 'ending with',
  like: 'like',
  matches: 'matching',
  above: 'above',
  below: 'below',
  within: 'in',
  'equals-field': 'equal to the field',
  placeholder: 'out of your values for',
  time: 'at',
};

/** A text that is, as a whole, such: `that contains`, `matching`. */
export function textRelation({ operator }: Clause): string {
  return operator === 'contains' || operator === 'is'
    ? `that ${FINITE[operator]}`
    : RELATIVE[operator];
}

const VALUELESS: ReadonlySet<Operator> = new Set(['empty', 'present', 'absent']);

/** The values as code, joined. File names lose the separator that anchors them. */
export function valuesOf(clause: Clause, detail: Detail): string {
  const strip = clause.operator === 'ends' && isNames(clause);
  const shown = clause.values.map((value) =>
    code(strip ? value.slice(1) : value, detail.characters),
  );
  return list([...new Set(shown)], clause.join, detail.values);
}

/** Whether a path is asked for nothing but the names at its end. */
export function isNames({ field, operator, values }: Clause): boolean {
  return field !== null && isPath(field) && operator === 'ends' && values.every(isFileName);
}

/** `\cmd.exe`: the end of a path that is a name and nothing more. */
export function isFileName(value: string): boolean {
  return /^[\\/][^\\/]+$/.test(value);
}

function nameOf(clause: Clause): string {
  if (clause.field === null) return 'text';
  return isNames(clause) || VALUELESS.has(clause.operator)
    ? fieldName(clause.field)
    : pathName(clause.field);
}

function the(name: string): string {
  return name.startsWith('`') ? name : `the ${name}`;
}
