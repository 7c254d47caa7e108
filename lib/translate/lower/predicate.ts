import type { Effect } from '@/lib/diagnostic';
import { and, commented, type Expression, or, tagged } from '@/lib/kql';
import { addAll } from '@/lib/long-lists';
import type { Predicate } from '@/lib/sigma';
import { joinRanges, type Part } from './address-ranges';
import type { Equals, Lowered, LoweringContext, Problem } from './context';
import { comparedText, copyEquals, equalsExpression, joinEquals, negate } from './expressions';
import { lowerTest } from './lower-test';

/**
 * A rule's condition in one table. What the table cannot express is `unknown`. What happens to an unknown
 * part depends on its position:
 *
 * - an exclusion (`not …`) next to required conditions is left out: the query is wider;
 * - one alternative among others is left out: narrower, or wider inside an exclusion;
 * - a required condition makes everything around it unknown, because without it the query would be
 *   about something else.
 *
 * Every omission is reported. Kusto's logic has three values and Sigma's two: inside a negation a
 * comparison must not be null, so `guarded` is passed down.
 */
export function lowerPredicate(predicate: Predicate, context: LoweringContext): Lowered {
  return lower(predicate, context, {
    negated: false,
    guarded: false,
    inSelection: false,
    depth: 0,
    siblings: [],
  });
}

interface Position {
  /** True under an odd number of negations. */
  readonly negated: boolean;
  /** True under any negation. */
  readonly guarded: boolean;
  /** True inside a selection. Outside, the parts of a condition are whole selections. */
  readonly inSelection: boolean;
  readonly depth: number;
  /** The parts of the innermost conjunction around it. */
  readonly siblings: readonly Predicate[];
}

// Beyond this, recursion could exhaust the stack; the parser's own bounds are far lower.
const MAX_DEPTH = 500;

function lower(predicate: Predicate, context: LoweringContext, position: Position): Lowered {
  switch (predicate.kind) {
    case 'test':
      return lowerTest(predicate, context, position);
    case 'not': {
      const inner = lower(predicate.of, context, {
        ...position,
        negated: !position.negated,
        guarded: true,
        depth: position.depth + 1,
        siblings: [],
      });
      if (inner.kind === 'unknown') return inner;
      if (inner.kind === 'equals') {
        return { kind: 'expression', expression: negate(equalsExpression(inner.equals)) };
      }
      if (inner.kind === 'constant') {
        return { kind: 'constant', value: !inner.value, elsewhere: [] };
      }
      return { kind: 'expression', expression: negate(inner.expression) };
    }
    case 'and':
      return lowerAnd(predicate, context, position);
    case 'or':
      return lowerOr(predicate, context, position);
  }
}

function lowerAnd(
  predicate: Extract<Predicate, { kind: 'and' }>,
  context: LoweringContext,
  position: Position,
): Lowered {
  const parts: Part[] = [];
  const required: Problem[] = [];
  const exclusions: Problem[] = [];
  const elsewhere: Problem[] = [];
  let isFalse = false;
  const inside = deeper(position, predicate);
  for (const child of flatten(predicate, 'and')) {
    const lowered = lower(child, context, inside);
    if (lowered.kind === 'expression') {
      parts.push({ expression: lowered.expression, labels: labelsOf(child) });
    } else if (lowered.kind === 'equals') {
      parts.push({ expression: equalsExpression(lowered.equals), labels: labelsOf(child) });
    } else if (lowered.kind === 'constant') {
      if (lowered.value) continue;
      isFalse = true;
      addAll(elsewhere, lowered.elsewhere);
    } else if (!position.negated && isExclusion(child)) addAll(exclusions, lowered.problems);
    else addAll(required, lowered.problems);
  }
  if (isFalse) return { kind: 'constant', value: false, elsewhere };
  if (required.length > 0) return { kind: 'unknown', problems: required };
  if (exclusions.length > 0) {
    if (parts.length === 0) return { kind: 'unknown', problems: exclusions };
    reportOmission(exclusions, 'exclusion', context);
  }
  if (parts.length === 0) return { kind: 'constant', value: true, elsewhere: [] };
  return {
    kind: 'expression',
    expression: and(...arranged(withoutRepeated(parts), predicate, context)),
  };
}

function lowerOr(
  predicate: Extract<Predicate, { kind: 'or' }>,
  context: LoweringContext,
  position: Position,
): Lowered {
  const parts: (Part | { equals: Equals; labels: string[] })[] = [];
  const groups = new Map<string, number>();
  const unknown: Problem[] = [];
  const elsewhere: Problem[] = [];
  let isTrue = false;
  const inside = deeper(position, predicate);
  for (const child of flatten(predicate, 'or')) {
    const lowered = lower(child, context, inside);
    if (lowered.kind === 'constant') {
      if (lowered.value) isTrue = true;
      else addAll(elsewhere, lowered.elsewhere);
    } else if (lowered.kind === 'unknown') addAll(unknown, lowered.problems);
    else if (lowered.kind === 'equals') {
      const { equals } = lowered;
      const at = groups.get(equals.key);
      const known = at === undefined ? undefined : parts[at];
      if (known && 'equals' in known) {
        joinEquals(known.equals, equals);
        const [label] = labelsOf(child);
        if (label !== undefined && known.labels.at(-1) !== label) known.labels.push(label);
      } else {
        groups.set(equals.key, parts.length);
        parts.push({ equals: copyEquals(equals), labels: labelsOf(child) });
      }
    } else parts.push({ expression: lowered.expression, labels: labelsOf(child) });
  }
  const omitted = !position.negated
    ? 'alternative'
    : inside.inSelection
      ? 'part of an exclusion'
      : 'exclusion';
  if (isTrue) {
    if (!position.negated) reportOmission(elsewhere, omitted, context);
    return { kind: 'constant', value: true, elsewhere: [] };
  }
  if (parts.length === 0) {
    if (unknown.length > 0) return { kind: 'unknown', problems: [...unknown, ...elsewhere] };
    return { kind: 'constant', value: false, elsewhere };
  }
  reportOmission(unknown, omitted, context);
  if (!position.negated) reportOmission(elsewhere, omitted, context);
  const only = parts[0];
  if (parts.length === 1 && only && 'equals' in only) {
    return { kind: 'equals', equals: only.equals };
  }
  const made = parts.map(
    (part): Part =>
      'equals' in part ? { expression: equalsExpression(part.equals), labels: part.labels } : part,
  );
  return {
    kind: 'expression',
    expression: or(...arranged(joinRanges(withoutRepeated(made), context), predicate, context)),
  };
}

/** Operators that fold the case of ASCII letters. */
const FOLDING = /^(?:[=!]~|!?(?:contains|startswith|endswith|has|hasprefix|hassuffix))$/;

/** A key to find equal tests: for emptiness, of text and numbers, and from a mapping. */
function keyOf(expression: Expression): string | null {
  switch (expression.kind) {
    case 'raw':
      return expression.text;
    case 'call': {
      const [subject, ...others] = expression.args;
      if (subject?.kind !== 'column' || others.length > 0) return null;
      return `${expression.name}(${subject.name})`;
    }
    case 'compare': {
      const { left, operator, right } = expression;
      if (left.kind !== 'column') return null;
      if (right.kind === 'number') return `${left.name} ${operator} ${right.value}`;
      if (right.kind !== 'string' || operator === 'matches regex') return null;
      return `${left.name} ${operator} "${comparedText(right.value, FOLDING.test(operator))}"`;
    }
    default:
      return null;
  }
}

/** Keeps each such test once: `null` and `''` are the same if a string is never null. */
function withoutRepeated(parts: readonly Part[]): readonly Part[] {
  const kept: Part[] = [];
  const known = new Map<string, number>();
  for (const part of parts) {
    const key = keyOf(part.expression);
    const at = key === null ? undefined : known.get(key);
    const first = at === undefined ? undefined : kept[at];
    if (at !== undefined && first) {
      kept[at] = {
        expression: tagged(first.expression, ...(part.expression.tags ?? [])),
        labels: [...first.labels, ...part.labels],
      };
      continue;
    }
    if (key !== null) known.set(key, kept.length);
    kept.push(part);
  }
  return kept;
}

/** The selections that make up a part of a condition, if it consists of whole selections. */
function labelsOf(predicate: Predicate): string[] {
  if (predicate.kind === 'test') return [predicate.origin.selection];
  if (predicate.kind === 'not') return labelsOf(predicate.of);
  return predicate.selection === undefined ? [] : [predicate.selection];
}

/**
 * The parts in the order of the query: regular expressions last, otherwise as in the rule. If a
 * selection has more than one comparison, comments name the selection of each part.
 */
function arranged(
  parts: readonly Part[],
  parent: Predicate,
  context: LoweringContext,
): readonly Expression[] {
  const isCondition =
    parent.kind !== 'test' && parent.kind !== 'not' && parent.selection === undefined;
  const names = isCondition && context.namesSelections && parts.length > 1;
  if (!names || !parts.some(({ expression }) => isCompound(expression))) {
    return cheapFirst(parts.map(({ expression }) => expression));
  }
  return cheapFirst(
    parts.map(({ expression, labels }) => {
      const label = [...new Set(labels)].join(', ');
      return label === '' ? expression : commented(expression, label);
    }),
  );
}

function isCompound(expression: Expression): boolean {
  return (
    expression.kind === 'and' ||
    expression.kind === 'or' ||
    (expression.kind === 'not' && isCompound(expression.of))
  );
}

function deeper(
  position: Position,
  { kind, of, selection }: Extract<Predicate, { kind: 'and' | 'or' }>,
): Position {
  if (position.depth > MAX_DEPTH) throw new RangeError('condition nested too deeply');
  const inSelection = position.inSelection || selection !== undefined;
  const siblings = kind === 'and' ? of : [];
  return { ...position, inSelection, depth: position.depth + 1, siblings };
}

/** The children, including those of nested nodes of the same kind that are not a selection. */
function flatten(
  predicate: Extract<Predicate, { kind: 'and' | 'or' }>,
  kind: 'and' | 'or',
): readonly Predicate[] {
  if (!predicate.of.some((child) => child.kind === kind)) return predicate.of;
  return predicate.of.flatMap((child): readonly Predicate[] =>
    child.kind === kind && child.selection === undefined ? flatten(child, kind) : [child],
  );
}

/** Whether a condition only excludes events. */
function isExclusion(predicate: Predicate): boolean {
  if (predicate.kind === 'not') return true;
  return predicate.kind === 'and' && predicate.of.every(isExclusion);
}

type Omitted = 'exclusion' | 'part of an exclusion' | 'alternative';

interface Omission {
  readonly effect: Effect;
  readonly message: (selection: string, field: string) => string;
}

const OMISSIONS: Readonly<Record<Omitted, Omission>> = {
  exclusion: {
    effect: 'wider',
    message: (selection, field) =>
      `Wider than the rule: ${selection} excludes nothing, because it needs ${field}`,
  },
  'part of an exclusion': {
    effect: 'wider',
    message: (selection, field) =>
      `Wider than the rule: ${selection} excludes less, because its test of ${field} is left out`,
  },
  alternative: {
    effect: 'narrower',
    message: (selection, field) =>
      `Narrower than the rule: ${selection} finds less, because its test of ${field} is left out`,
  },
};

function reportOmission(
  problems: readonly Problem[],
  omitted: Omitted,
  context: LoweringContext,
): void {
  const { effect, message } = OMISSIONS[omitted];
  for (const { code, field, reason, origin } of problems) {
    const { value: whole } = origin;
    const value = whole === '' ? "''" : whole.length > 60 ? `${whole.slice(0, 57)}…` : whole;
    context.report({
      severity: 'warning',
      code,
      message: `${message(origin.selection, field ?? 'keywords')}: ${reason}`,
      span: origin.span,
      hint: `It reads ${field ?? 'keyword'}: ${value}.`,
      effect,
    });
  }
}

/** Regular expressions last. Other conditions keep the rule's order. */
function cheapFirst(parts: readonly Expression[]): readonly Expression[] {
  if (!parts.some(isCostly) || parts.every(isCostly)) return parts;
  return [...parts.filter((part) => !isCostly(part)), ...parts.filter(isCostly)];
}

function isCostly(expression: Expression): boolean {
  switch (expression.kind) {
    case 'compare':
      return expression.operator === 'matches regex';
    case 'and':
    case 'or':
      return expression.of.some(isCostly);
    case 'not':
      return isCostly(expression.of);
    default:
      return false;
  }
}
