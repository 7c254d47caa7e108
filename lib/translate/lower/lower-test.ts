import { raw } from '@/lib/kql';
import { recordedFields } from '@/lib/log-sources';
import { nearest } from '@/lib/sigma/nearest';
import { lowerValue } from './column-value';
import { type Comparison, traced, unknownBecause } from './comparison';
import type { Lowered, LoweringContext } from './context';
import { lowerHashes } from './hash-field';
import { lowerKeyword } from './keyword';
import { lowerConstant, lowerPinned, lowerValues, lowerWhen } from './known-value';
import { shapeOf } from './pattern';
import { lowerPlaceholder } from './placeholder';
import { namesProgramPath } from './program-path';
import { lowerRegistryData } from './registry-field';

/** Field names resemble each other: `AccessList` is not a misspelt `AccessMask`. */
const MAX_TYPOS = 2;

/** One comparison of a rule, in one table. */
export function lowerTest(
  node: Comparison['node'],
  context: LoweringContext,
  position: Pick<Comparison, 'guarded' | 'negated' | 'siblings'>,
): Lowered {
  const { guarded, negated, siblings } = position;
  return lowerComparison({ node, context, guarded, negated, siblings });
}

/** A field that the table's rows would have by the log's own name, if the log had it. */
function reportUnknownField({ context, negated, node }: Comparison, field: string): void {
  const known = recordedFields(context.logsource);
  if (known === null || known.has(field)) return;
  const { label } = context.variant;
  const meant = nearest(field, known, MAX_TYPOS);
  context.report({
    severity: 'warning',
    code: 'translate/unknown-field',
    message: `${label}: no event of this log source is known to have the field ${field}`,
    span: node.origin.span,
    effect: negated ? 'wider' : 'narrower',
    ...(meant === null ? {} : { hint: `Did you mean ${meant}?` }),
  });
}

function lowerComparison(comparison: Comparison): Lowered {
  const { field, test } = comparison.node;
  if (test.kind === 'placeholder') return lowerPlaceholder(comparison, test);
  if (field === null) return lowerKeyword(comparison, comparison.context.variant.keywords);
  const mapped = comparison.context.field(field);
  if (!mapped) {
    return unknownBecause(
      comparison,
      'translate/unmapped-field',
      `nothing documents where ${comparison.context.variant.table} has ${field}`,
    );
  }
  if (mapped.byDefault) reportUnknownField(comparison, field);
  switch (mapped.kind) {
    case 'none':
      return unknownBecause(comparison, 'translate/unmapped-field', mapped.reason);
    case 'constant':
      return lowerConstant(comparison, mapped);
    case 'when':
      return lowerWhen(comparison, mapped);
    case 'hashes':
      return lowerHashes(comparison, mapped);
    case 'values':
      return lowerValues(comparison, mapped);
    case 'registry-data':
      return lowerRegistryData(comparison, mapped);
    case 'value': {
      const pinned = mapped.isColumn && comparison.context.valuesOf(mapped.text);
      const decided = pinned ? lowerPinned(comparison, mapped, pinned) : null;
      if (decided) return decided;
      const shape = test.kind === 'pattern' ? shapeOf(test.pattern) : null;
      const text = shape && 'text' in shape ? shape.text.toLowerCase() : null;
      const kql = text === null ? undefined : mapped.when?.get(text);
      if (kql !== undefined) {
        return traced(comparison, { ...mapped, quality: 'approximate' }, kql, 'holds', raw(kql));
      }
      const { starting } = mapped;
      const [first] = test.kind === 'pattern' ? test.pattern : [];
      if (starting && typeof first === 'string' && first.startsWith(starting.with)) {
        const start = comparison.context.columnOf(
          `${field}\0start`,
          starting.column,
          `${field}_start`,
        );
        const { note } = starting;
        return note === undefined
          ? lowerValue(comparison, { ...mapped, quality: 'derived' }, start)
          : lowerValue(comparison, { ...mapped, quality: 'approximate', note }, start);
      }
      const { program } = mapped;
      if (program && namesProgramPath(test)) {
        const whole = comparison.context.columnOf(`${field}\0program`, program.column, field);
        const { note } = program;
        return lowerValue(comparison, { ...mapped, quality: 'approximate', note }, whole);
      }
      return lowerValue(comparison, mapped, comparison.context.columnOf(field, mapped));
    }
  }
}
