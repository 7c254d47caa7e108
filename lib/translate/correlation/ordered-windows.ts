import {
  and,
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
import { largest } from '@/lib/long-lists';
import { waysToHold } from '@/lib/sigma';
import { longest } from './longest-order';
import { type Correlation, table, type WindowParts, type Windows } from './window-parts';

/** Each step is a join. */
export const MAX_ORDERED = 10;

export function inOrder(parts: WindowParts): Windows {
  const { correlation, matches } = parts;
  const { expression, bounds, rules } = correlation;
  if (expression !== null) {
    const ways = waysToHold(expression) ?? [];
    const [only] = ways;
    if (ways.length === 1 && only)
      return { lets: [], from: matches, operators: chain(only, parts) };
    // One of several orders is enough, and the same window may have more than one.
    const queries = ways.map((way) => table(matches, ...chain(way, parts)));
    return {
      lets: [
        {
          name: parts.nameOf('Orders'),
          value: { source: { kind: 'union', queries }, operators: [] },
        },
      ],
      from: parts.nameOf('Orders'),
      operators: [lastly(parts)],
    };
  }
  const least = leastOf(bounds);
  if (least !== null && least >= rules.length) {
    return { lets: [], from: matches, operators: chain([...rules.keys()], parts) };
  }
  return least === null ? longest(parts) : some(least, parts);
}

/** How many rules must appear, if the condition asks only that. */
function leastOf(bounds: Correlation['bounds']): number | null {
  const least = bounds.map(({ operator, value }) =>
    operator === 'gte' ? Math.ceil(value) : operator === 'gt' ? Math.floor(value) + 1 : null,
  );
  return least.every((value) => value !== null) ? largest(least, 1) : null;
}

/** The ends of chains, each once: all for an enclosing correlation, otherwise the first of a window. */
function lastly({ groups, chained }: WindowParts, end = 'End'): Operator {
  const keys = groups.map(column);
  if (chained) {
    return end === 'End'
      ? { kind: 'distinct', columns: [...keys, column('Start'), column('End')] }
      : {
          kind: 'summarize',
          aggregates: [],
          by: [...keys, column('Start'), named('End', column(end))],
        };
  }
  return {
    kind: 'summarize',
    aggregates: [named('End', call('min', column(end)))],
    by: [...keys, column('Start')],
  };
}

/** The given rules in order: each join adds a match of the next rule, no earlier than the last match. */
function chain(places: readonly number[], parts: WindowParts): Operator[] {
  const { correlation, matches, groups, tags } = parts;
  const keys = groups.map(column);
  const [first = 0, ...others] = places;
  const isRule = (place: number): Operator => ({
    kind: 'where',
    predicate: tagged(compare(column('Rule'), '==', number(place)), ...tags.condition),
  });
  const operators: Operator[] = [
    isRule(first),
    {
      kind: 'project',
      columns: [named('Start', column('Time')), named('End', column('Time')), ...keys],
    },
  ];
  others.forEach((place, at) => {
    operators.push(
      {
        kind: 'join',
        join: 'inner',
        right: table(matches, isRule(place), {
          kind: 'project',
          columns: [named('Next', column('Time')), ...keys],
        }),
        on: keys,
      },
      { kind: 'where', predicate: tagged(nextIn(correlation), tags.timespan) },
      // The earliest next match leaves the most room for those after it.
      lastly({ ...parts, chained: parts.chained && at === others.length - 1 }, 'Next'),
    );
  });
  return operators;
}

function nextIn({ timespan: seconds }: Correlation): Expression {
  const high = arithmetic(column('Start'), '+', timespan(seconds));
  return { kind: 'between', negated: false, left: column('Next'), low: column('End'), high };
}

/** The required number of rules, each later in the list than the one before. */
function some(least: number, parts: WindowParts): Windows {
  const { correlation, matches, groups, tags } = parts;
  const keys = groups.map(column);
  const operators: Operator[] = [
    {
      kind: 'project',
      columns: [
        named('Start', column('Time')),
        named('End', column('Time')),
        named('Last', column('Rule')),
        ...keys,
      ],
    },
  ];
  for (let length = 2; length <= least; length++) {
    operators.push(
      {
        kind: 'join',
        join: 'inner',
        right: table(matches, {
          kind: 'project',
          columns: [named('Next', column('Time')), column('Rule'), ...keys],
        }),
        on: keys,
      },
      {
        kind: 'where',
        predicate: and(
          tagged(compare(column('Rule'), '>', column('Last')), ...tags.condition),
          tagged(nextIn(correlation), tags.timespan),
        ),
      },
    );
    if (length < least) {
      operators.push({
        kind: 'summarize',
        aggregates: [named('End', call('min', column('Next')))],
        by: [...keys, column('Start'), named('Last', column('Rule'))],
      });
    }
  }
  operators.push(lastly(parts, least > 1 ? 'Next' : 'End'));
  return { lets: [], from: matches, operators };
}
