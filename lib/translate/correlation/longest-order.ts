import {
  and,
  arithmetic,
  call,
  column,
  compare,
  type Expression,
  type Let,
  named,
  number,
  type Query,
  tagged,
  timespan,
} from '@/lib/kql';
import { measureOf } from './measure';
import { holds, onlyLargest } from './window-condition';
import { table, type WindowParts, type Windows } from './window-parts';

/** The number of rules that appear in order in each window, for a condition with an upper bound. */
export function longest(parts: WindowParts): Windows {
  const { correlation, groups, nameOf } = parts;
  const windows = nameOf('Windows');
  const chainName = (length: number): string =>
    length === 1 ? windows : nameOf(`InOrder${length}`);
  const lets: Let[] = [{ name: windows, materialize: true, value: windowContents(parts) }];
  for (let length = 2; length <= correlation.rules.length; length++) {
    const value = longerBy(chainName(length - 1), windows, parts);
    lets.push({ name: chainName(length), materialize: true, value });
  }
  const queries = correlation.rules.map((_, at) =>
    table(chainName(at + 1), { kind: 'extend', columns: [named('Length', number(at + 1))] }),
  );
  const ends = nameOf('Lengths');
  lets.push({ name: ends, value: { source: { kind: 'union', queries }, operators: [] } });
  return {
    lets,
    from: ends,
    operators: [
      {
        kind: 'summarize',
        aggregates: [
          named('End', call('max', column('Time'))),
          named('Measure', measureOf(correlation)),
        ],
        by: [...groups.map(column), column('Start')],
      },
      ...onlyLargest(groups, correlation.timespan),
      { kind: 'where', predicate: holds(parts) },
    ],
  };
}

/** The matches in the window that begins at each match. */
function windowContents({ correlation, matches, groups, tags }: WindowParts): Query {
  const keys = groups.map(column);
  const high = arithmetic(column('Start'), '+', timespan(correlation.timespan));
  const within: Expression = {
    kind: 'between',
    negated: false,
    left: column('Time'),
    low: column('Start'),
    high,
  };
  return table(
    matches,
    { kind: 'project', columns: [named('Start', column('Time')), ...keys] },
    { kind: 'distinct', columns: [column('Start'), ...keys] },
    { kind: 'join', join: 'inner', right: table(matches), on: keys },
    { kind: 'where', predicate: tagged(within, tags.timespan) },
    { kind: 'project', columns: [column('Start'), column('Time'), column('Rule'), ...keys] },
  );
}

/** Chains of rules in order, each one match longer than those of `shorter`. */
function longerBy(shorter: string, windows: string, { groups, tags }: WindowParts): Query {
  const keys = groups.map(column);
  const follows = and(
    compare(column('Rule'), '>', column('Last')),
    compare(column('Time'), '>=', column('End')),
  );
  return table(
    shorter,
    {
      kind: 'project',
      columns: [
        column('Start'),
        named('Last', column('Rule')),
        named('End', column('Time')),
        ...keys,
      ],
    },
    { kind: 'join', join: 'inner', right: table(windows), on: [column('Start'), ...keys] },
    { kind: 'where', predicate: tagged(follows, ...tags.condition) },
    {
      kind: 'summarize',
      aggregates: [named('Time', call('min', column('Time')))],
      by: [column('Start'), column('Rule'), ...keys],
    },
  );
}
