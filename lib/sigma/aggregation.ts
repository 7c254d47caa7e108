import type { Span } from '../diagnostic';
import { diagnose, type Report } from './diagnostics';
import { readTimespan } from './timespan';
import type { CorrelationBound, CorrelationRule, CorrelationType, DetectionRule } from './types';
import type { MappingNode, ScalarNode } from './yaml';
import { getEntry } from './yaml';
import { spanOf } from './yaml-lists';

/** What a condition of Sigma 1 counts after `|`. */
export interface Aggregation {
  readonly type: CorrelationType;
  /** Null: it counts events. */
  readonly field: string | null;
  readonly groupBy: string | null;
  readonly bound: CorrelationBound;
  /** From the pipe on, in the condition. */
  readonly start: number;
  /** The correlation in the syntax of Sigma 2, in words. */
  readonly remedy: string;
}

const AGGREGATION =
  /\|\s*(count|sum|min|max|avg)\s*\(\s*([^()\s]*)\s*\)(?:\s+by\s+([^\s,]+))?\s*(>=|<=|==|>|<|=)\s*(\d{1,9})\s*$/i;
const TYPES = new Map(
  Object.entries<CorrelationType>({
    sum: 'value_sum',
    min: 'value_min',
    max: 'value_max',
    avg: 'value_avg',
  }),
);
const BOUNDS = new Map(
  Object.entries<CorrelationBound['operator']>({
    '>': 'gt',
    '>=': 'gte',
    '<': 'lt',
    '<=': 'lte',
    '=': 'eq',
    '==': 'eq',
  }),
);

/**
 * Reads the aggregation at the end of a condition of Sigma 1 (specification 1.0, "Aggregation
 * expression"): `selection | count(TargetUserName) by IpAddress > 10`. `count()` counts events,
 * `count(field)` different values. Null if there is none, or if no correlation of Sigma 2 means the same,
 * as with `near`.
 */
export function readAggregation(condition: string): Aggregation | null {
  const found = AGGREGATION.exec(condition);
  const [, name = '', field = '', groupBy = null, sign = '', value = ''] = found ?? [];
  const operator = BOUNDS.get(sign);
  if (!found || !operator) return null;
  const type = TYPES.get(name.toLowerCase()) ?? (field === '' ? 'event_count' : 'value_count');
  if (field === '' && type !== 'event_count') return null;
  const group = groupBy === null ? '' : `, \`group-by: [${groupBy}]\``;
  const bounds = `${field && `field: ${field}, `}${operator}: ${value}`;
  const remedy = `Write a correlation rule that refers to this one: \`type: ${type}\`${group}, \`condition: {${bounds}}\`, and the timeframe as \`timespan\`.`;
  const bound = { operator, value: Number(value) };
  return { type, field: field || null, groupBy, bound, start: found.index, remedy };
}

/**
 * The correlation that a rule with an aggregation is. Null after an error if it has no `timeframe`: then
 * nothing says within which time to count. `detection` is where it was read.
 */
export function countRule(
  rule: DetectionRule,
  { aggregation, condition }: { aggregation: Aggregation; condition: ScalarNode },
  detection: MappingNode,
  report: Report,
): CorrelationRule | null {
  const { type, field, groupBy, bound, start, remedy } = aggregation;
  const place: Span = { start: condition.start + start, end: condition.end };
  const timeframe = getEntry(detection, 'timeframe');
  if (!timeframe) {
    const message = 'This condition counts events, but nothing says within which time';
    const hint = 'Add a `timeframe`, for example `timeframe: 10m`.';
    report(diagnose('error', 'sigma/legacy-syntax', message, place, hint));
    return null;
  }
  const timespan = readTimespan(timeframe.value, report);
  if (timespan === null) return null;
  const message = `The aggregation of Sigma 1 is read as a correlation of the type \`${type}\``;
  report(diagnose('warning', 'sigma/legacy-syntax', message, place, remedy));
  const { selections, conditions, predicate, logsource, ...base } = rule;
  const { id, name } = rule;
  const counted = { ...rule, id: `${id} (counted)`, name: null, countedBy: { id, name } };
  return {
    ...base,
    kind: 'correlation',
    counted,
    correlation: {
      type,
      rules: [counted.id],
      groupBy: groupBy === null ? [] : [groupBy],
      timespan,
      bounds: [bound],
      expression: null,
      fields: field === null ? [] : [field],
      percentile: null,
      aliases: {},
      generate: false,
      spans: {
        rules: [place],
        groupBy: groupBy === null ? [] : [place],
        fields: field === null ? [] : [place],
        timespan: spanOf(timeframe.value),
        condition: place,
      },
    },
  };
}
