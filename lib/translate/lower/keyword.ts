import { call, compare, string } from '@/lib/kql';
import type { Keywords } from '../mapping/mapping';
import { type Comparison, OPERATORS, traced, unknownBecause } from './comparison';
import type { Lowered } from './context';
import { anchoredSource, literalsOf, shapeOf } from './pattern';
import { lowerRegex } from './text-value';

const FINDS_OTHERS = {
  quality: 'approximate',
  note: 'Wider than the rule: the keyword can be part of what every row has around its values.',
} as const;

const FINDS_TOO_FEW = {
  quality: 'approximate',
  note: 'Narrower than the rule: the keyword has control characters, which the row may write in another way.',
} as const;

/** In `marks`, stands for any hexadecimal digit: of a time, a number or an identifier. */
const DIGIT = '#';

/** Whether the keyword can be found in the markup alone. */
function isIn(texts: readonly string[], marks: string): boolean {
  return (
    texts.length > 0 && texts.every((text) => occursIn(text.toLowerCase(), marks.toLowerCase()))
  );
}

function occursIn(text: string, marks: string): boolean {
  const fits = (char: string, mark: string | undefined): boolean =>
    char === mark || (mark === DIGIT && /[\da-f]/.test(char));
  for (let start = 0; start + text.length <= marks.length; start++) {
    let at = 0;
    while (at < text.length && fits(text.charAt(at), marks[start + at])) at++;
    if (at === text.length) return true;
  }
  return false;
}

/** How well the table's text of the whole event answers a keyword. */
function answering(test: Comparison['node']['test'], written: Keywords): Keywords {
  if (test.kind !== 'pattern') return written;
  const texts = literalsOf(test.pattern);
  if (isIn(texts, written.marks)) return { ...written, ...FINDS_OTHERS };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (texts.some((text) => /[\0-\x1f]/.test(text))) return { ...written, ...FINDS_TOO_FEW };
  return written;
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
  const keywords = answering(test, written);
  const column = comparison.context.columnOf(null, {
    text: keywords.text,
    isColumn: /^\w+$/.test(keywords.text),
    type: 'string',
    required: false,
    rewrites: keywords.rewrites,
    elements: null,
    accepts: null,
    present: null,
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
