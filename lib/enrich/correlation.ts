import type { CorrelationRule, Rule, RuleCondition } from '@/lib/sigma/types';
import { fieldName } from './field-names';
import { code, list, series } from './words';

/** What a correlation detects: `events of “Failed Logon” will occur at least 10 times within 5 minutes`. */
export function correlationSentence(
  rule: CorrelationRule,
  related: ReadonlyMap<string, Rule>,
): string {
  const { type, rules, groupBy, timespan, bounds, fields, percentile } = rule.correlation;
  const names = rules.map((reference) => ruleName(reference, related));
  const field = fields.map((name) => fieldName(name))[0] ?? 'value';
  const bound = bounds.map(({ operator, value }) => `${BOUNDS[operator]} ${value}`).join(' and ');
  const within = ` within ${duration(timespan)}`;
  const per = groupBy.length > 0 ? ` for the same ${series(groupBy.map(fieldName), 'and')}` : '';
  const tail = `${within}${per}`;
  const events = `events of ${list(names, 'any', 3)}`;
  switch (type) {
    case 'event_count':
      return `${events} will occur ${bound} times${tail}`;
    case 'value_count':
      return `${events} will show ${bound} different values of ${field}${tail}`;
    case 'value_sum':
      return `the sum of ${field} over ${events} will be ${bound}${tail}`;
    case 'value_avg':
      return `the average of ${field} over ${events} will be ${bound}${tail}`;
    case 'value_min':
      return `the lowest ${field} over ${events} will be ${bound}${tail}`;
    case 'value_max':
      return `the highest ${field} over ${events} will be ${bound}${tail}`;
    case 'value_percentile':
      return `the ${percentile ?? 50}th percentile of ${field} over ${events} will be ${bound}${tail}`;
    case 'temporal':
      return `${appearance(rule.correlation, names, bound)} will occur together${tail}`;
    case 'temporal_ordered':
      return `${appearance(rule.correlation, names, bound)} will occur in this order${tail}`;
  }
}

/** The rules of a temporal correlation that must have events. */
function appearance(
  { expression, bounds, rules }: CorrelationRule['correlation'],
  names: readonly string[],
  bound: string,
): string {
  if (expression !== null) return `events of ${expressionText(expression, names)}`;
  const all = bounds.every(({ operator, value }) => operator === 'gte' && value === rules.length);
  return all
    ? `events of ${list(names, 'all', 3)}`
    : `events of ${bound} of ${list(names, 'all', 3)}`;
}

function expressionText(expression: RuleCondition, names: readonly string[]): string {
  switch (expression.kind) {
    case 'rule':
      return names[expression.place] ?? '';
    case 'not':
      return `not ${expressionText(expression.of, names)}`;
    default: {
      const parts = expression.of.map((part) => {
        const text = expressionText(part, names);
        return part.kind === 'and' || part.kind === 'or' ? `(${text})` : text;
      });
      return series(parts, expression.kind);
    }
  }
}

const BOUNDS = {
  lt: 'fewer than',
  lte: 'at most',
  gt: 'more than',
  gte: 'at least',
  eq: 'exactly',
  neq: 'other than',
} as const;

function ruleName(reference: string, related: ReadonlyMap<string, Rule>): string {
  const title = related.get(reference)?.title;
  return title ? `“${title}”` : code(reference, 60);
}

function duration(seconds: number): string {
  for (const [unit, length] of UNITS) {
    if (seconds >= length && seconds % length === 0) {
      const count = seconds / length;
      return `${count} ${unit}${count === 1 ? '' : 's'}`;
    }
  }
  return `${seconds} seconds`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;
