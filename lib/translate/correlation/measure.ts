import { call, column, type Expression, number } from '@/lib/kql';
import { negates } from '@/lib/sigma';
import type { Correlation } from './window-parts';

export const BOUNDS = { lt: '<', lte: '<=', gt: '>', gte: '>=', eq: '==', neq: '!=' } as const;

/** Whether more matches in a window can only make the condition true. */
export function grows({ type, bounds, expression }: Correlation): boolean {
  const counts =
    type === 'event_count' ||
    type === 'value_count' ||
    type === 'temporal' ||
    type === 'temporal_ordered';
  if (!counts) return false;
  if (expression !== null) return !negates(expression);
  return bounds.every(({ operator }) => operator === 'gt' || operator === 'gte');
}

/** The value compared with the bounds. */
export function measureOf({ type, percentile }: Correlation): Expression {
  const numeric = call('todouble', column('Value'));
  const measures: Record<Correlation['type'], Expression> = {
    event_count: call('count'),
    value_count: call('count_distinctif', column('Value'), call('isnotempty', column('Value'))),
    temporal: call('count_distinct', column('Rule')),
    temporal_ordered: call('max', column('Length')),
    value_sum: call('sum', numeric),
    value_avg: call('avg', numeric),
    value_min: call('min', numeric),
    value_max: call('max', numeric),
    value_percentile: call('percentile', numeric, number(percentile ?? 50)),
  };
  return measures[type];
}
