import {
  and,
  bool,
  call,
  column as columnNode,
  compare,
  type Expression,
  not,
  number,
  or,
  string,
} from '@/lib/kql';
import type { Test } from '@/lib/sigma';
import type { Field, Keywords } from '../mapping/mapping';
import {
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
import { anchoredSource, endsOf, shapeOf } from './pattern';
import { toKustoRegex } from './regex';

/** A pattern of text on a column of any type. */
export function lowerPattern(comparison: Comparison, field: ValueField, column: Column): Lowered {
  const { test } = comparison.node;
  if (test.kind !== 'pattern')
    return unknownBecause(comparison, 'translate/unsupported-test', test.kind);
  const shape = shapeOf(test.pattern, test.cased);
  if (shape.kind === 'empty') return lowerPresence(comparison, field, column);
  if (shape.kind === 'any') return lowerAbsence(comparison, field, column, false);
  if (field.accepts && !test.pattern.every((part) => acceptable(field, part))) {
    return onlyPart(comparison, field, column);
  }
  if (column.elements) return lowerElement(comparison, field, column, test);
  if (column.type !== 'string') {
    if (shape.kind === 'equals') return lowerTyped(comparison, field, column, shape.text);
    const text = { ...column, expression: call('tostring', column.expression) };
    return lowerText(comparison, field, text, test);
  }
  return lowerText(comparison, field, column, test);
}

function lowerText(
  comparison: Comparison,
  field: Field | Keywords,
  column: Column,
  test: Extract<Test, { kind: 'pattern' }>,
): Lowered {
  const shape = shapeOf(test.pattern, test.cased);
  if (shape.kind === 'empty' || shape.kind === 'any') {
    return unknownBecause(comparison, 'translate/unsupported-test', 'there is nothing to look for');
  }
  if (shape.kind === 'wildcards') {
    const ends = endsOf(test.pattern, test.cased);
    if (ends) {
      const form = test.cased ? 1 : 0;
      const starts = OPERATORS.startswith[form];
      const stops = OPERATORS.endswith[form];
      const expression = and(
        compare(column.expression, starts, string(ends.start)),
        compare(column.expression, stops, string(ends.end)),
      );
      return traced(comparison, field, column.text, `${starts}, ${stops}`, expression);
    }
    const source = `(?${test.cased ? 's' : 'is'})${shape.source}`;
    return traced(
      comparison,
      field,
      column.text,
      'matches regex',
      compare(column.expression, 'matches regex', string(source)),
    );
  }
  if (shape.kind === 'equals' && 'kind' in field) {
    return tracedEquality(comparison, field, column, test.cased, [string(shape.text)]);
  }
  if (shape.kind === 'endswith' && 'kind' in field) {
    const named = lowerFileName(comparison, field, column, shape.text, test.cased);
    if (named) return named;
  }
  const operator = OPERATORS[shape.kind][test.cased ? 1 : 0];
  return traced(
    comparison,
    field,
    column.text,
    operator,
    compare(column.expression, operator, string(shape.text)),
  );
}

/** A backslash and a file name: the end of a path that asks for nothing but the name. */
const FILE_NAME = /^\\([^\\/:]+)$/;

/**
 * A test for a file name compares the column of the name, if the table has one: an index finds the
 * name, but not the end of a path.
 */
function lowerFileName(
  comparison: Comparison,
  field: Field,
  column: Column,
  end: string,
  cased: boolean,
): Lowered | null {
  const [, name] = FILE_NAME.exec(end) ?? [];
  const known = comparison.context.variant.fileNames.get(column.text);
  if (name === undefined || !known) return null;
  const described: Field =
    field.quality === 'approximate'
      ? field
      : { ...field, sources: known.sources, note: `The last part of ${column.text}.` };
  const own = { ...column, expression: columnNode(known.column), text: known.column };
  return tracedEquality(comparison, described, own, cased, [string(name)]);
}

/** A value written as text for a column of another type. */
function lowerTyped(
  comparison: Comparison,
  field: ValueField,
  column: Column,
  text: string,
): Lowered {
  if (column.type === 'bool') {
    const value = /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : null;
    if (value === null) {
      return unknownBecause(comparison, 'translate/no-counterpart', `${column.text} is a boolean`);
    }
    return tracedGuarded(
      comparison,
      field,
      column,
      '==',
      compare(column.expression, '==', bool(value)),
    );
  }
  if (column.type === 'datetime') {
    return tracedGuarded(
      comparison,
      field,
      column,
      '==',
      compare(column.expression, '==', call('todatetime', string(text))),
      true,
    );
  }
  if (column.type === 'guid') {
    return tracedEquality(
      comparison,
      field,
      { ...column, expression: call('tostring', column.expression) },
      false,
      [string(text)],
    );
  }
  const value = /^\s*[-+]?(0x[\da-f]+|\d+(\.\d+)?)\s*$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) {
    return unknownBecause(
      comparison,
      'translate/no-counterpart',
      `${column.text} is a number and '${text}' is none`,
    );
  }
  return tracedEquality(comparison, field, column, 'number', [number(value)]);
}

/** Text with several values between delimiters. A test is about one of them. */
export function lowerElement(
  comparison: Comparison,
  field: ValueField,
  column: Column,
  test: Extract<Test, { kind: 'pattern' }>,
): Lowered {
  const { open, close } = column.elements ?? { open: '', close: '' };
  const shape = shapeOf(test.pattern, test.cased);
  if (shape.kind === 'wildcards') {
    // A value ends at the next delimiter, so a wildcard must not match across it.
    const any = `[^${close[0] === '"' ? '"' : '<'}]`;
    const inner = anchoredSource(test.pattern, any)
      .replace(/^\^/, open)
      .replace(/(?<!\\)\$$/, close);
    const source = `(?${test.cased ? 's' : 'is'})${inner}`;
    return traced(
      comparison,
      field,
      column.text,
      'matches regex',
      compare(column.expression, 'matches regex', string(source)),
    );
  }
  if (shape.kind === 'empty' || shape.kind === 'any')
    return lowerAbsence(comparison, field, column, false);
  const text =
    (shape.kind === 'equals' || shape.kind === 'startswith' ? open : '') +
    shape.text +
    (shape.kind === 'equals' || shape.kind === 'endswith' ? close : '');
  const operator = OPERATORS.contains[test.cased ? 1 : 0];
  return traced(
    comparison,
    field,
    column.text,
    operator,
    compare(column.expression, operator, string(text)),
  );
}

/** A regular expression, if Kusto has its constructs. */
export function lowerRegex(
  comparison: Comparison,
  field: Field | Keywords,
  column: Column,
  test: Extract<Test, { kind: 'regex' }>,
): Lowered {
  const regex = toKustoRegex(test.source, test.flags);
  if (regex.kind === 'refused') {
    return unknownBecause(
      comparison,
      'translate/unsupported-regex',
      `KQL cannot express this regular expression: ${regex.reason}`,
    );
  }
  const subject =
    column.type === 'string' ? column.expression : call('tostring', column.expression);
  const matches = (source: string): Expression => compare(subject, 'matches regex', string(source));
  if (regex.kind === 'regex') {
    return traced(comparison, field, column.text, 'matches regex', matches(regex.source));
  }
  const branches = regex.branches.map(({ all, none }) => {
    // A missing field matches no expression, so "does not match" would accept it.
    const present = all.length === 0 ? [call('isnotempty', subject)] : all.map(matches);
    return and(...present, ...none.map((source) => not(matches(source))));
  });
  return traced(comparison, field, column.text, 'matches regex', or(...branches));
}

/** The column holds only some of the field’s values, and the test is about others. */
export function onlyPart(comparison: Comparison, { note }: ValueField, column: Column): Lowered {
  const reason = note ?? `${column.text} holds only a part of ${comparison.node.field}`;
  return unknownBecause(comparison, 'translate/no-counterpart', reason);
}

export function acceptable(field: ValueField, part: string | symbol): boolean {
  return typeof part === 'string' && field.accepts ? field.accepts.test(part) : true;
}
