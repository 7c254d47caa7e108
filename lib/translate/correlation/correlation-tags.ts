import { printExpression, type Tag } from '@/lib/kql';
import type { CorrelationRule } from '@/lib/sigma';
import type { Source } from '../types';
import type { Building } from './correlation-parts';
import { KUSTO_SOURCES, type Place } from './correlation-trace';
import { BOUNDS, measureOf } from './measure';

/** The correlation's own lines of the trace: its condition and its timespan. */
export function tagsOf(
  { correlation, text }: CorrelationRule,
  ruleNames: readonly string[],
  { trace }: Building,
  place: Place,
): { timespan: Tag; condition: Tag[] } {
  const { type, bounds, expression, fields, spans } = correlation;
  const written = text.slice(spans.timespan.start, spans.timespan.end);
  const span = spans.condition ?? spans.rules[0] ?? spans.timespan;
  const ordered = type === 'temporal_ordered';
  const timespan = trace.add(place, {
    selection: 'timespan',
    field: 'timespan',
    modifiers: [],
    value: written,
    column: 'Time',
    operator: 'between, from each match on',
    quality: 'exact',
    sources: [KUSTO_SOURCES.between],
    sigmaSpan: spans.timespan,
  });
  const line = (modifiers: readonly string[], value: string, operator: string): Tag =>
    trace.add(place, {
      selection: 'condition',
      field: fields.length > 0 ? `${type}(${fields.join(', ')})` : type,
      modifiers,
      value,
      column: ordered ? 'Rule' : expression ? 'Rule' : printExpression(measureOf(correlation)),
      operator,
      quality: type === 'value_percentile' ? 'approximate' : 'exact',
      sources: [sourceOf(type)],
      sigmaSpan: span,
    });
  if (expression !== null) {
    return {
      timespan,
      condition: [line([], text.slice(span.start, span.end), ordered ? 'in this order' : 'appear')],
    };
  }
  if (spans.condition === null) {
    const value = ruleNames.join(ordered ? ', then ' : ', ');
    return { timespan, condition: [line([], value, ordered ? 'in this order' : 'all appear')] };
  }
  return {
    timespan,
    condition: bounds.map(({ operator, value }) =>
      line([operator], String(value), BOUNDS[operator]),
    ),
  };
}

function sourceOf(type: CorrelationRule['correlation']['type']): Source {
  switch (type) {
    case 'temporal_ordered':
      return KUSTO_SOURCES.join;
    case 'value_percentile':
      return KUSTO_SOURCES.percentile;
    case 'temporal':
    case 'value_count':
      return KUSTO_SOURCES.countDistinct;
    default:
      return KUSTO_SOURCES.summarize;
  }
}
