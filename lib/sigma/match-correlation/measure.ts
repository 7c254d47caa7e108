import { toNumber } from '../compile-test';
import type { CorrelationRule } from '../types';
import { type Hit, textOf } from './hit';
import { longestInOrder } from './order';

/** The value to compare with the bounds; null when there is nothing to measure. */
export function measure(
  { type, fields, percentile }: CorrelationRule['correlation'],
  hits: readonly Hit[],
): number | null {
  switch (type) {
    case 'event_count':
      return hits.length;
    case 'value_count': {
      const tuples = hits.map((hit) => fields.map((field) => textOf(hit, field)));
      const whole = tuples.filter((tuple) => tuple.every((text) => text !== null));
      return new Set(whole.map((tuple) => JSON.stringify(tuple))).size;
    }
    case 'temporal':
      return new Set(hits.map((hit) => hit.rule)).size;
    case 'temporal_ordered':
      return longestInOrder(hits);
    case 'value_sum':
    case 'value_avg':
    case 'value_min':
    case 'value_max':
    case 'value_percentile': {
      const numbers = hits
        .flatMap((hit) => fields.map((field) => toNumber(textOf(hit, field))))
        .filter((number) => !Number.isNaN(number));
      return aggregate(type, numbers, percentile ?? 50);
    }
  }
}

function aggregate(
  type: 'value_sum' | 'value_avg' | 'value_min' | 'value_max' | 'value_percentile',
  numbers: readonly number[],
  percentile: number,
): number | null {
  if (numbers.length === 0) return null;
  if (type === 'value_min') return numbers.reduce((least, one) => Math.min(least, one));
  if (type === 'value_max') return numbers.reduce((most, one) => Math.max(most, one));
  if (type === 'value_percentile') {
    const sorted = numbers.toSorted((a, b) => a - b);
    const rank = Math.max(1, Math.ceil((percentile / 100) * sorted.length));
    return sorted[rank - 1] ?? null;
  }
  const sum = numbers.reduce((total, number) => total + number, 0);
  return type === 'value_sum' ? sum : sum / numbers.length;
}
