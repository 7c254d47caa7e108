import { call, column as columnOf, type Expression, list } from '@/lib/kql';
import type { Test } from '@/lib/sigma';
import type { Field } from '../mapping/mapping';
import { type Comparison, traced, unknownBecause } from './comparison';
import type { Column, Lowered } from './context';

type Placeholder = Extract<Test, { kind: 'placeholder' }>;

/** Modifiers whose meaning a list of any values has in KQL. */
const POSSIBLE = new Set(['expand', 'all', 'neq', 'cased', 'contains']);

/**
 * A placeholder without values: a comparison with a list at the top of the query, for you to fill in. The
 * list holds plain text, and any of its values may be the one. Where KQL has no such comparison, the
 * placeholder is refused with the reason.
 */
export function lowerPlaceholder(comparison: Comparison, test: Placeholder): Lowered {
  const reason = unfit(comparison, test);
  if (reason !== null) return refused(comparison, test, reason);
  const { field } = comparison.node;
  const mapped = field === null ? null : comparison.context.field(field);
  if (!mapped) {
    return field === null
      ? refused(comparison, test, 'KQL cannot search a whole event for a list of keywords')
      : unknownBecause(
          comparison,
          'translate/unmapped-field',
          `nothing documents where ${comparison.context.variant.table} has ${field}`,
        );
  }
  if (mapped.kind === 'none') {
    return unknownBecause(comparison, 'translate/unmapped-field', mapped.reason);
  }
  if (mapped.kind !== 'value' || mapped.when || mapped.starting) {
    return refused(
      comparison,
      test,
      `${comparison.context.variant.table} writes values of ${field} in a form of its own`,
    );
  }
  return compareWithList(comparison, test, mapped, comparison.context.columnOf(field, mapped));
}

function compareWithList(
  comparison: Comparison,
  test: Placeholder,
  field: Extract<Field, { kind: 'value' }>,
  column: Column,
): Lowered {
  const { context, node } = comparison;
  if (column.type === 'datetime') {
    return refused(comparison, test, `${column.text} holds times, not text`);
  }
  if (field.accepts) {
    reportDifference(comparison, 'either', field.note ?? `${column.text} holds only some values`);
  }
  const modifiers = node.origin.modifiers;
  const values = [columnOf(context.valueList(test.names[0] ?? ''))];
  const subject: Expression =
    column.type === 'string' ? column.expression : call('tostring', column.expression);
  if (!modifiers.includes('contains') && !column.elements) {
    const operator = modifiers.includes('cased') ? 'in' : 'in~';
    return traced(comparison, field, column.text, operator, list(subject, operator, values));
  }
  if (modifiers.includes('cased')) {
    return refused(comparison, test, 'KQL cannot search text for any of a list with its case');
  }
  const { negated } = comparison;
  if (modifiers.includes('contains')) {
    const effect = negated ? 'wider' : 'narrower';
    reportDifference(comparison, effect, 'your values are found as whole terms, not inside words');
  } else {
    const effect = negated ? 'narrower' : 'wider';
    reportDifference(comparison, effect, `${column.text} holds several values as one text`);
  }
  return traced(comparison, field, column.text, 'has_any', list(subject, 'has_any', values));
}

/** Why no list of values, whatever they are, can take the placeholder's place. */
function unfit({ node }: Comparison, { names, source }: Placeholder): string | null {
  const other = node.origin.modifiers.find((modifier) => !POSSIBLE.has(modifier));
  if (other !== undefined) return `KQL cannot compare with a list of values under \`${other}\``;
  return source === `%${names[0]}%` ? null : 'it is only a part of the value';
}

function refused(comparison: Comparison, { names }: Placeholder, reason: string): Lowered {
  const text = names.map((name) => `%${name}%`).join(', ');
  return unknownBecause(
    comparison,
    'translate/placeholder',
    `${text} has no value here, and ${reason}`,
  );
}

function reportDifference(
  { context, node }: Comparison,
  effect: 'wider' | 'narrower' | 'either',
  reason: string,
): void {
  context.report({
    severity: 'warning',
    code: 'translate/approximate-list',
    message: `${node.origin.selection} compares ${node.field} with your values: ${reason}`,
    span: node.origin.span,
    effect,
  });
}
