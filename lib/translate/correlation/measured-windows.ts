import {
  arithmetic,
  call,
  column,
  compare,
  type Expression,
  named,
  number,
  type Operator,
  tagged,
  timespan,
} from '@/lib/kql';
import { addAll } from '@/lib/long-lists';
import { namedPlaces } from '@/lib/sigma';
import { grows, measureOf } from './measure';
import { holds, onlyLargest } from './window-condition';
import { table, type WindowParts, type Windows } from './window-parts';

export function measured(parts: WindowParts): Windows {
  const { correlation, matches, groups, ruleColumns, tags } = parts;
  const keys = groups.map(column);
  const length = timespan(correlation.timespan);
  // A growing measure reaches its bound in the window that ends at that match.
  const backwards = parts.chained && grows(correlation);
  const [anchor, other] = backwards ? (['End', 'Start'] as const) : (['Start', 'End'] as const);
  const within: Expression = {
    kind: 'between',
    negated: false,
    left: column('Time'),
    low: backwards ? arithmetic(column('End'), '-', length) : column('Start'),
    high: backwards ? column('End') : arithmetic(column('Start'), '+', length),
  };
  const { expression } = correlation;
  const measures =
    expression === null
      ? [named('Measure', measureOf(correlation))]
      : [...namedPlaces(expression)]
          .sort((a, b) => a - b)
          .map((place) =>
            named(
              ruleColumns[place] ?? '',
              call('countif', compare(column('Rule'), '==', number(place))),
            ),
          );
  const operators: Operator[] = [
    { kind: 'project', columns: [named(anchor, column('Time')), ...keys] },
    { kind: 'distinct', columns: [column(anchor), ...keys] },
    { kind: 'join', join: 'inner', right: table(matches), on: keys },
    { kind: 'where', predicate: tagged(within, tags.timespan) },
    {
      kind: 'summarize',
      aggregates: [named(other, call(backwards ? 'min' : 'max', column('Time'))), ...measures],
      by: [...keys, column(anchor)],
    },
  ];
  if (!grows(correlation)) addAll(operators, onlyLargest(groups, correlation.timespan));
  operators.push({ kind: 'where', predicate: holds(parts) });
  return { lets: [], from: matches, operators };
}
