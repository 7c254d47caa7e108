import { and, compare, or, string } from '@/lib/kql';
import type { Field } from '../mapping/mapping';
import { lowerValue } from './column-value';
import { type Comparison, traced, tracedEquality, unknownBecause } from './comparison';
import type { Lowered } from './context';
import { equalsExpression } from './expressions';
import { lowerHash } from './hashes';

/** One field with all hashes of a file, compared with a column for each algorithm. */
export function lowerHashes(
  comparison: Comparison,
  field: Extract<Field, { kind: 'hashes' }>,
): Lowered {
  const { test, field: name } = comparison.node;
  const hash =
    test.kind === 'pattern'
      ? lowerHash(test.pattern, field.columns, name ?? '')
      : ({
          kind: 'refused',
          reason: 'has one column for each hash algorithm and no column with all hashes',
        } as const);
  if (hash.kind === 'refused') {
    if (field.whole) {
      const whole = comparison.context.columnOf(name, field.whole);
      return lowerValue(comparison, { ...field, ...field.whole, kind: 'value' }, whole);
    }
    return unknownBecause(
      comparison,
      'translate/no-counterpart',
      `${comparison.context.variant.table} ${hash.reason}`,
    );
  }
  const parts = hash.of.map(({ algorithm, value, whole }): Lowered => {
    const computed = field.columns.get(algorithm);
    if (!computed)
      return unknownBecause(
        comparison,
        'translate/no-counterpart',
        `it has no column for ${algorithm} hashes`,
      );
    const column = comparison.context.columnOf(`${name} ${algorithm}`, computed, algorithm);
    if (whole) return tracedEquality(comparison, field, column, false, [string(value)]);
    return traced(
      comparison,
      field,
      column.text,
      'startswith',
      compare(column.expression, 'startswith', string(value)),
    );
  });
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const of = parts.flatMap((part) =>
    part.kind === 'expression'
      ? [part.expression]
      : part.kind === 'equals'
        ? [equalsExpression(part.equals)]
        : [],
  );
  return { kind: 'expression', expression: hash.any ? or(...of) : and(...of) };
}
