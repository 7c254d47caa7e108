import { raw } from '@/lib/kql';
import { lowerValue } from './column-value';
import { type Comparison, traced, unknownBecause } from './comparison';
import type { Lowered, LoweringContext } from './context';
import { lowerHashes } from './hash-field';
import { lowerKeyword } from './keyword';
import { lowerConstant, lowerValues, lowerWhen } from './known-value';
import { shapeOf } from './pattern';
import { lowerRegistryData } from './registry-field';

/** One comparison of a rule, in one table. */
export function lowerTest(
  node: Comparison['node'],
  context: LoweringContext,
  guarded: boolean,
): Lowered {
  return lowerComparison({ node, context, guarded });
}

function lowerComparison(c: Comparison): Lowered {
  const { field, test } = c.node;
  if (test.kind === 'placeholder') {
    const names = test.names.map((name) => `%${name}%`).join(', ');
    return unknownBecause(
      c,
      'translate/placeholder',
      `no value is set for the placeholder ${names}`,
    );
  }
  if (field === null) return lowerKeyword(c, c.context.variant.keywords);
  const mapped = c.context.field(field);
  if (!mapped) {
    return unknownBecause(
      c,
      'translate/unmapped-field',
      `nothing documents where ${c.context.variant.table} has ${field}`,
    );
  }
  switch (mapped.kind) {
    case 'none':
      return unknownBecause(c, 'translate/unmapped-field', mapped.reason);
    case 'constant':
      return lowerConstant(c, mapped);
    case 'when':
      return lowerWhen(c, mapped);
    case 'hashes':
      return lowerHashes(c, mapped);
    case 'values':
      return lowerValues(c, mapped);
    case 'registry-data':
      return lowerRegistryData(c, mapped);
    case 'value': {
      const shape = test.kind === 'pattern' ? shapeOf(test.pattern) : null;
      const text = shape && 'text' in shape ? shape.text.toLowerCase() : null;
      const kql = text === null ? undefined : mapped.when?.get(text);
      if (kql !== undefined) {
        return traced(c, { ...mapped, quality: 'approximate' }, kql, 'holds', raw(kql));
      }
      const { starting } = mapped;
      const [first] = test.kind === 'pattern' ? test.pattern : [];
      if (starting && typeof first === 'string' && first.startsWith(starting.with)) {
        const start = c.context.columnOf(`${field}\0start`, starting.column, `${field}_start`);
        return lowerValue(c, { ...mapped, quality: 'derived' }, start);
      }
      return lowerValue(c, mapped, c.context.columnOf(field, mapped));
    }
  }
}
