import { raw, string, tagged } from '@/lib/kql';
import type { Field } from '../mapping/mapping';
import { lowerValue } from './column-value';
import { type Comparison, tracedEquality, unknownBecause } from './comparison';
import type { Equals, Lowered } from './context';
import { registryNumbers } from './registry-data';

/** The data of a registry value, whose numbers Sysmon and other sources write differently. */
export function lowerRegistryData(
  comparison: Comparison,
  field: Extract<Field, { kind: 'registry-data' }>,
): Lowered {
  const { test, field: name, origin } = comparison.node;
  const column = comparison.context.columnOf(name, field);
  if (test.kind !== 'pattern') return lowerValue(comparison, field, column);
  const numbers = registryNumbers(test.pattern);
  if (numbers.kind === 'text') return lowerValue(comparison, field, column);
  const sysmon = field.numbers.includes('sysmon');
  const decimal = field.numbers.includes('decimal');
  if (numbers.kind === 'number') {
    const where = numbers.type === null ? undefined : field.types.get(numbers.type);
    if (where === undefined) {
      const values = [...(sysmon ? [numbers.text] : []), ...(decimal ? [numbers.decimal] : [])];
      return tracedEquality(comparison, field, column, false, values.map(string));
    }
    if (!sysmon)
      return tracedEquality(comparison, field, column, false, [string(numbers.decimal)], where);
    const lowered = tracedEquality(comparison, field, column, false, [string(numbers.text)]);
    if (lowered.kind !== 'equals') return lowered;
    const { equals } = lowered;
    const tags = equals.values[0]?.tags ?? [];
    const values = [tagged(string(numbers.decimal), ...tags)];
    const typed: Equals = { ...equals, values, where: raw(where) };
    return { kind: 'equals', equals: { ...equals, key: `${equals.key}\0${where}`, or: typed } };
  }
  const reason = `${comparison.context.variant.table} writes numbers in decimal, and '${origin.value}' is only part of the text that Sysmon writes`;
  if (!sysmon) return unknownBecause(comparison, 'translate/no-counterpart', reason);
  if (decimal) {
    comparison.context.report({
      severity: 'warning',
      code: 'translate/no-counterpart',
      message: `Rows from Defender never match this value, because ${reason}`,
      span: origin.span,
      effect: comparison.guarded ? 'either' : 'narrower',
    });
  }
  return lowerValue(comparison, field, column);
}
