import { call, compare, string } from '@/lib/kql';
import type { Keywords } from '../mapping/mapping';
import { type Comparison, OPERATORS, traced, unknownBecause } from './comparison';
import type { Lowered } from './context';
import { anchoredSource, literalsOf, shapeOf } from './pattern';
import { lowerRegex } from './text-value';

const FINDS_ALL = {
  quality: 'approximate',
  note: 'Wider than the rule: the keyword is part of the markup that every row has.',
} as const;

/** Whether the keyword is found in the markup alone. */
function isIn(test: Comparison['node']['test'], marks: string): boolean {
  if (marks === '' || test.kind !== 'pattern') return false;
  const texts = literalsOf(test.pattern);
  return (
    texts.length > 0 && texts.every((text) => marks.toLowerCase().includes(text.toLowerCase()))
  );
}

/** A keyword, searched in the text of the whole event. */
export function lowerKeyword(comparison: Comparison, written: Keywords | null): Lowered {
  const { test } = comparison.node;
  if (!written) {
    return unknownBecause(
      comparison,
      'translate/keywords',
      `${comparison.context.variant.table} has no column with the text of the whole event to search for keywords`,
    );
  }
  const keywords = isIn(test, written.marks) ? { ...written, ...FINDS_ALL } : written;
  const column = comparison.context.columnOf(null, {
    text: keywords.text,
    isColumn: /^\w+$/.test(keywords.text),
    type: 'string',
    required: false,
    rewrites: keywords.rewrites,
    elements: null,
    accepts: null,
  });
  if (test.kind === 'regex') return lowerRegex(comparison, keywords, column, test);
  const text =
    test.kind === 'number' || test.kind === 'boolean'
      ? [String(test.value)]
      : test.kind === 'pattern'
        ? test.pattern
        : null;
  if (!text) {
    return unknownBecause(
      comparison,
      'translate/unsupported-test',
      `a keyword cannot be a ${test.kind} test`,
    );
  }
  const cased = test.kind === 'pattern' && test.cased;
  const shape = shapeOf(text, cased);
  if (shape.kind === 'empty' || shape.kind === 'any') {
    return traced(
      comparison,
      keywords,
      column.text,
      'isnotempty',
      call('isnotempty', column.expression),
    );
  }
  // A keyword can be anywhere in the event, so both its ends are open.
  if (shape.kind === 'wildcards') {
    const open = anchoredSource(text, '.')
      .replace(/^\^/, '')
      .replace(/(?<!\\)\$$/, '');
    return traced(
      comparison,
      keywords,
      column.text,
      'matches regex',
      compare(column.expression, 'matches regex', string(`(?${cased ? 's' : 'is'})${open}`)),
    );
  }
  const operator = OPERATORS.contains[cased ? 1 : 0];
  return traced(
    comparison,
    keywords,
    column.text,
    operator,
    compare(column.expression, operator, string(shape.text)),
  );
}
