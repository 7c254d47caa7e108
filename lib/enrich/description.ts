import type { Activity } from '@/lib/log-sources';
import type { Comparison, Node } from './comparison';
import { allComparisons, conjuncts } from './comparison';
import { fieldName, isPath } from './field-names';
import {
  fieldsNamed,
  havingAll,
  isFileName,
  isNames,
  statement,
  suchAs,
  textRelation,
  valuesOf,
  valuesOfAll,
} from './phrase';
import { article, code, type Detail, list, series } from './words';

// What the rule looks for, as one phrase: the actor, what it does, to what, and anything else about the
// event: "`winword.exe` creating `evil.dll` under `\Temp\` with `x` in the command line". Parts that fit
// no slot of the activity become "with …" phrases; alternatives across fields become "where …".

/** Conditions that fill a slot of the activity, and all others. */
interface Split {
  readonly taken: readonly Comparison[];
  readonly rest: readonly Node[];
}

export function selectionPhrase(
  selection: Node,
  activity: Activity,
  detail: Detail,
  eventId: (id: string) => string,
): string {
  const parts = conjuncts(selection);
  const ids = split(parts, ['EventID']);
  const subject = split(ids.rest, activity.subject.fields);
  let rest = subject.rest;
  const words = [actor(activity, subject.taken, ids.taken, detail, eventId)];
  if (activity.verb) words.push(activity.verb);
  for (const object of activity.objects) {
    const found = split(rest, object.fields, object.exact);
    rest = found.rest;
    if (found.taken.length === 0) {
      if (object.without) words.push(object.without);
    } else {
      const named = thing(found.taken, object.noun, detail);
      words.push(object.before ? `${object.before} ${named}` : named);
    }
  }
  return [...words, ...remainder(rest, activity, detail)].join(' ');
}

/** Takes comparisons on the fields, and alternatives that are all on them, out of the conjuncts. */
function split(parts: readonly Node[], fields: readonly string[], exact = false): Split {
  const taken: Comparison[] = [];
  const rest: Node[] = [];
  for (const part of parts) {
    const alternatives = part.kind === 'or' ? part.of : [part];
    const named = alternatives.filter(
      (node): node is Comparison =>
        node.kind === 'comparison' &&
        node.field !== null &&
        fields.includes(node.field) &&
        (!exact || node.operator === 'is'),
    );
    const whole = named.length === alternatives.length && named.length > 0;
    const single = part.kind === 'comparison';
    if (whole && (single || namesOnly(named))) taken.push(single ? part : mergeNames(named));
    else rest.push(part);
  }
  return { taken, rest };
}

const namesOnly = (alternatives: readonly Comparison[]) =>
  alternatives.every(
    ({ operator, values }) =>
      (operator === 'is' || operator === 'ends') &&
      values.every((value) => !/[\\/]./.test(value.slice(1))),
  );

// `Image ends \x.exe` or `OriginalFileName is x.exe` is one program, so it is named once.
function mergeNames(alternatives: readonly Comparison[]): Comparison {
  const seen = new Set<string>();
  const values: string[] = [];
  for (const value of alternatives.flatMap((comparison) => comparison.values)) {
    const name = value.replace(/^[\\/]/, '');
    const key = name.toLowerCase().replace(/\.exe$/, '');
    if (seen.has(key)) continue;
    seen.add(key);
    values.push(name);
  }
  const field = alternatives[0]?.field ?? null;
  return { kind: 'comparison', field, operator: 'is', values, join: 'any' };
}

function actor(
  activity: Activity,
  taken: readonly Comparison[],
  ids: readonly Comparison[],
  detail: Detail,
  eventId: (id: string) => string,
): string {
  const [id] = ids;
  if (id && id.operator === 'is') {
    return `event ${list(id.values.map(eventId), id.join, detail.values)}`;
  }
  if (taken.length === 0) return article(activity.subject.noun);
  // The name compiled into a file says nothing of the name that it runs under.
  if (taken.every(({ field }) => field === 'OriginalFileName')) {
    return `a program with the original name ${taken.map((one) => valuesOf(one, detail)).join(' and ')}`;
  }
  return thing(taken, activity.subject.noun, detail);
}

/** `cmd.exe`; a file under `\Temp\`; a process with `x` in its path. */
export function thing(taken: readonly Comparison[], noun: string, detail: Detail): string {
  const name = taken.find(isName);
  const others = taken.filter((comparison) => comparison !== name);
  const head = name ? names(name, noun, detail) : article(noun);
  const tails = others.map((comparison) => place(comparison, noun, detail));
  return tails.length > 0 ? `${head} ${series(tails, 'and')}` : head;
}

function isName({ operator, values }: Comparison): boolean {
  return (
    operator === 'is' || (operator === 'ends' && values.every((value) => !value.startsWith('.')))
  );
}

function names(comparison: Comparison, noun: string, detail: Detail): string {
  if (comparison.operator === 'is' || comparison.values.every(isFileName)) {
    const strip = comparison.operator === 'ends';
    const shown = comparison.values.map((value) =>
      code(strip ? value.slice(1) : value, detail.characters),
    );
    return list([...new Set(shown)], comparison.join, detail.values);
  }
  return `${article(noun)} ending in ${valuesOf(comparison, detail)}`;
}

function place(comparison: Comparison, noun: string, detail: Detail): string {
  const values = valuesOf(comparison, detail);
  const folder = comparison.values.every((value) => /[^\\/][\\/]$/.test(value));
  switch (comparison.operator) {
    case 'contains':
      if (!PATH_NOUNS.has(noun)) return `that contains ${values}`;
      return folder ? `under ${values}` : `with ${values} in its path`;
    case 'starts':
      return folder ? `under ${values}` : `beginning with ${values}`;
    case 'ends':
      return `ending in ${values}`;
    case 'like':
      return `like ${values}`;
    case 'matches':
      return `matching ${values}`;
    case 'within':
      return `in ${values}`;
    case 'empty':
    case 'absent':
      return 'without a name';
    case 'present':
      return 'with any name';
    default:
      return `whose ${fieldName(comparison.field ?? '')} is ${values}`;
  }
}

const PATH_NOUNS = new Set([
  'process',
  'file',
  'executable',
  'library',
  'driver',
  'registry value',
]);

function remainder(rest: readonly Node[], activity: Activity, detail: Detail): string[] {
  const told = groupByField(rest.filter((node) => !isImplied(node, activity)));
  const shown = told.slice(0, detail.comparisons);
  const hidden = told
    .slice(detail.comparisons)
    .flatMap((node): Comparison[] =>
      node.kind === 'comparisons' ? node.of : allComparisons(node),
    );
  const withs: string[] = [];
  const wheres: string[] = [];
  const buts: string[] = [];
  let text = '';
  for (const node of shown) {
    if (node.kind === 'comparisons') {
      const [first] = node.of;
      if (first && first.field === activity.text)
        text = `${textRelation(first)} ${valuesOfAll(node.of, detail)}`;
      else withs.push(phrase(node.of, detail));
    } else if (node.kind === 'not') buts.push(statement(node.of, detail));
    else wheres.push(statement(node, detail));
  }
  if (hidden.length > 0) withs.push(furtherConditions(hidden, withs.length > 0, detail));
  const words = text ? [text] : [];
  if (withs.length > 0) words.push(`with ${series(withs, 'and')}`);
  if (wheres.length > 0) words.push(`where ${series(wheres, 'and')}`);
  if (buts.length > 0) words.push(`but not where ${series(buts, 'or')}`);
  return words;
}

// Fields that have no name but their own are too long to be worth naming.
function furtherConditions(
  hidden: readonly Comparison[],
  isFurther: boolean,
  detail: Detail,
): string {
  const known = hidden.filter(({ field }) => field === null || !fieldName(field).startsWith('`'));
  const on = known.length > 0 ? ` on ${fieldsNamed(known)}` : '';
  return `${isFurther ? 'further ' : ''}conditions${on}${suchAs(hidden, detail)}`;
}

type Grouped = { readonly kind: 'comparisons'; readonly of: Comparison[] };

// Several `contains` conditions on one field become one phrase.

function groupByField(nodes: readonly Node[]): (Grouped | Exclude<Node, Comparison>)[] {
  const groups: (Grouped | Exclude<Node, Comparison>)[] = [];
  for (const node of nodes) {
    if (node.kind !== 'comparison') {
      groups.push(node);
      continue;
    }
    const same = groups.find(
      (group): group is Grouped =>
        group.kind === 'comparisons' &&
        group.of[0]?.field === node.field &&
        group.of[0]?.operator === 'contains' &&
        node.operator === 'contains',
    );
    if (same) same.of.push(node);
    else groups.push({ kind: 'comparisons', of: [node] });
  }
  return groups;
}

function isImplied(node: Node, { implied }: Activity): boolean {
  return (
    implied !== undefined &&
    node.kind === 'comparison' &&
    node.field === implied.field &&
    node.operator === 'is' &&
    node.values.length === 1 &&
    node.values[0]?.toLowerCase() === implied.value
  );
}

function phrase(group: readonly Comparison[], detail: Detail): string {
  const [comparison] = group;
  if (comparison?.field && isPath(comparison.field) && group.length === 1 && isNames(comparison)) {
    return `the ${fieldName(comparison.field)} ${valuesOf(comparison, detail)}`;
  }
  return havingAll(group, detail);
}
