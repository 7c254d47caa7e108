import { and, bool, call, compare, type Expression, number, string } from '@/lib/kql';
import { vocabularyOf } from '@/lib/log-sources';
import type { Test } from '@/lib/sigma';
import type { Field } from '../mapping/mapping';
import {
  COMPARISONS,
  type Comparison,
  lowerAbsence,
  lowerPresence,
  OPERATORS,
  traced,
  tracedEquality,
  tracedGuarded,
  unknownBecause,
  type ValueField,
} from './comparison';
import type { Column, Lowered } from './context';
import { acceptable, lowerElement, lowerPattern, lowerRegex, onlyPart } from './text-value';

/** A comparison with the values of a column. */
export function lowerValue(comparison: Comparison, field: ValueField, column: Column): Lowered {
  const { test } = comparison.node;
  const isText = column.type === 'string' || column.type === 'guid';
  switch (test.kind) {
    case 'null':
      return lowerAbsence(comparison, field, column, true);
    case 'exists':
      return lowerPresence(comparison, field, column, test.value);
    case 'pattern':
      return lowerPattern(comparison, field, column);
    case 'number':
      if (column.elements) {
        const pattern = [comparison.node.origin.value];
        return lowerElement(comparison, field, column, { kind: 'pattern', pattern, cased: false });
      }
      if (column.type === 'bool' || column.type === 'datetime') {
        return unknownBecause(
          comparison,
          'translate/no-counterpart',
          `${column.text} is not a number`,
        );
      }
      return isText
        ? tracedEquality(comparison, field, column, false, spellings(comparison, test.value))
        : tracedEquality(comparison, field, column, 'number', [number(test.value)]);
    case 'boolean':
      if (column.type === 'bool') {
        return tracedGuarded(
          comparison,
          field,
          column,
          '==',
          compare(column.expression, '==', bool(test.value)),
        );
      }
      return isText
        ? tracedEquality(comparison, field, column, false, [string(String(test.value))])
        : unknownBecause(comparison, 'translate/no-counterpart', `${column.text} is not a boolean`);
    case 'compare': {
      const operator = COMPARISONS[test.operator];
      const read = isHexadecimal(comparison) ? 'tolong' : 'todouble';
      const value = isText ? call(read, column.expression) : column.expression;
      const expression = compare(value, operator, number(test.value));
      return tracedGuarded(comparison, field, column, operator, expression, isText);
    }
    case 'regex':
      return acceptable(field, literalText(test.source))
        ? lowerRegex(comparison, field, column, test)
        : onlyPart(comparison, field, column);
    case 'cidr':
      return lowerCidr(comparison, field, column, test);
    case 'time':
      return lowerTime(comparison, field, column, test);
    case 'field':
      return lowerFieldReference(comparison, field, column, test);
    case 'placeholder':
      return unknownBecause(comparison, 'translate/placeholder', 'a placeholder has no value');
  }
}

/**
 * A number as a column of text may have it: as the rule writes it (`0x17`, `1.10`), in plain decimals
 * (`23`, `1.1`), and in hexadecimals if the log is known to write the field so.
 */
function spellings(comparison: Comparison, value: number): Expression[] {
  const texts = [comparison.node.origin.value.toLowerCase(), String(value)];
  if (Number.isSafeInteger(value) && value >= 0 && isHexadecimal(comparison)) {
    texts.push(`0x${value.toString(16)}`);
  }
  return [...new Set(texts)].map(string);
}

/** Whether the log writes the numbers of the field like `0x17`. */
function isHexadecimal({ node, context }: Comparison): boolean {
  if (node.field === null) return false;
  return vocabularyOf(context.logsource, node.field)?.pattern?.test('0x17') ?? false;
}

function lowerCidr(
  comparison: Comparison,
  field: Field,
  column: Column,
  test: Extract<Test, { kind: 'cidr' }>,
): Lowered {
  const range = `${test.network}/${test.prefix}`;
  const name = test.version === 4 ? 'ipv4_is_in_range' : 'ipv6_is_in_range';
  if (column.type !== 'string') {
    return unknownBecause(
      comparison,
      'translate/no-counterpart',
      `${column.text} is not an address`,
    );
  }
  const expression = call(name, column.expression, string(range));
  // Null if the text is not an address of this version.
  return traced(
    comparison,
    field,
    column.text,
    name,
    comparison.guarded ? call('coalesce', expression, bool(false)) : expression,
  );
}

function lowerTime(
  comparison: Comparison,
  field: Field,
  column: Column,
  test: Extract<Test, { kind: 'time' }>,
): Lowered {
  const isTime = column.type === 'datetime';
  const time = isTime ? column.expression : call('todatetime', column.expression);
  const part =
    test.part === 'week'
      ? call('week_of_year', time)
      : test.part === 'day'
        ? call('dayofmonth', time)
        : call('datetime_part', string(test.part), time);
  const operator = test.operator === 'eq' ? '==' : COMPARISONS[test.operator];
  const expression = compare(part, operator, number(test.value));
  const optional = !isTime || !column.required;
  return tracedGuarded(comparison, field, column, operator, expression, optional);
}

function lowerFieldReference(
  comparison: Comparison,
  field: Field,
  column: Column,
  test: Extract<Test, { kind: 'field' }>,
): Lowered {
  const other = comparison.context.field(test.field);
  if (
    !other ||
    (other.kind !== 'value' && other.kind !== 'values' && other.kind !== 'registry-data')
  ) {
    return unknownBecause(
      comparison,
      'translate/unmapped-field',
      `no documentation says where ${comparison.context.variant.table} keeps ${test.field}`,
    );
  }
  const second = comparison.context.columnOf(test.field, other);
  const numeric = column.type !== 'string' && column.type === second.type;
  if (numeric && test.anchor === 'equals') {
    const expression = and(
      call('isnotnull', column.expression),
      compare(column.expression, '==', second.expression),
    );
    return traced(comparison, field, column.text, '==', expression);
  }
  const asText = (one: Column): Expression =>
    one.type === 'string' ? one.expression : call('tostring', one.expression);
  const operator = OPERATORS[test.anchor][test.cased ? 1 : 0];
  // Kusto's missing string is '', which equals and is contained in anything missing.
  const expression = and(
    call('isnotempty', asText(second)),
    compare(asText(column), operator, asText(second)),
  );
  return traced(comparison, field, `${column.text}, ${second.text}`, operator, expression);
}

/** The literal characters that a regular expression looks for. */
function literalText(source: string): string {
  return source.replace(
    /\\([^A-Za-z0-9])|\\.|[[\](){}*+?|^$.]/g,
    (_, escaped: string | undefined) => escaped ?? '',
  );
}
