import {
  and,
  arithmetic,
  call,
  column,
  compare,
  type Expression,
  type Let,
  named,
  not,
  number,
  type Operator,
  or,
  type Query,
  string,
  type Tag,
  tagged,
  timespan,
} from '@/lib/kql';
import {
  type CorrelationRule,
  namedPlaces,
  negates,
  type RuleCondition,
  waysToHold,
} from '@/lib/sigma';

type Correlation = CorrelationRule['correlation'];

export const BOUNDS = { lt: '<', lte: '<=', gt: '>', gte: '>=', eq: '==', neq: '!=' } as const;
/** Each step is a join. */
export const MAX_ORDERED = 10;

/** What the windows of a correlation are made of. */
export interface WindowParts {
  readonly correlation: Correlation;
  /** The definition that holds the matches, and a name for each other one that is needed. */
  readonly matches: string;
  readonly nameOf: (what: string) => string;
  /** Columns that the matches are grouped by, never none. */
  readonly groups: readonly string[];
  /** By place, names of columns that count the matches of a rule. */
  readonly ruleColumns: readonly string[];
  /** A correlation around this one asks when it fired, each time; else which windows did is enough. */
  readonly chained: boolean;
  readonly tags: { readonly timespan: Tag; readonly condition: readonly Tag[] };
}

export interface Windows {
  readonly lets: readonly Let[];
  readonly from: string;
  readonly operators: readonly Operator[];
}

/** Whether more matches in a window can only help the condition to hold. */
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

export function buildWindows(parts: WindowParts): Windows {
  return parts.correlation.type === 'temporal_ordered' ? inOrder(parts) : measured(parts);
}

/** What is compared with the bounds. */
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

function measured(parts: WindowParts): Windows {
  const { correlation, matches, groups, ruleColumns, tags } = parts;
  const keys = groups.map(column);
  const length = timespan(correlation.timespan);
  // When a growing measure reached its bound is when the window that ends there holds enough.
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
  if (!grows(correlation)) operators.push(...onlyLargest(groups, correlation.timespan));
  operators.push({ kind: 'where', predicate: holds(parts) });
  return { lets: [], from: matches, operators };
}

function holds({ correlation, ruleColumns, tags }: WindowParts): Expression {
  const { bounds, expression } = correlation;
  if (expression !== null) {
    return tagged(appear(expression, ruleColumns), ...tags.condition);
  }
  return and(
    ...bounds.map(({ operator, value }, at) => {
      const comparison = compare(column('Measure'), BOUNDS[operator], number(value));
      const tag = tags.condition[at];
      return tag === undefined ? comparison : tagged(comparison, tag);
    }),
  );
}

function appear(condition: RuleCondition, columns: readonly string[]): Expression {
  switch (condition.kind) {
    case 'rule':
      return compare(column(columns[condition.place] ?? ''), '>', number(0));
    case 'not': {
      const { of } = condition;
      if (of.kind === 'rule') return compare(column(columns[of.place] ?? ''), '==', number(0));
      return not(appear(of, columns));
    }
    case 'and':
      return and(...condition.of.map((child) => appear(child, columns)));
    case 'or':
      return or(...condition.of.map((child) => appear(child, columns)));
  }
}

/** Leaves out windows that the one before contains: they reach no match that it does not. */
function onlyLargest(groups: readonly string[], seconds: number): Operator[] {
  const before = (name: string): Expression => call('prev', column(name));
  const sameGroup = and(...groups.map((name) => compare(before(name), '==', column(name))));
  const contained = compare(
    column('End'),
    '<=',
    arithmetic(before('Start'), '+', timespan(seconds)),
  );
  return [
    {
      kind: 'sort',
      keys: [...groups, 'Start'].map((name) => ({ by: column(name), order: 'asc' as const })),
    },
    {
      kind: 'extend',
      columns: [
        named(
          'Contained',
          call('coalesce', and(sameGroup, contained), { kind: 'bool', value: false }),
        ),
      ],
    },
    { kind: 'where', predicate: not(column('Contained')) },
    { kind: 'project-away', columns: [column('Contained')] },
  ];
}

function table(name: string, ...operators: readonly Operator[]): Query {
  return { source: { kind: 'table', name }, operators };
}

function inOrder(parts: WindowParts): Windows {
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

/** How many rules have to appear, if that is all that is asked. */
function leastOf(bounds: Correlation['bounds']): number | null {
  const least = bounds.map(({ operator, value }) =>
    operator === 'gte' ? Math.ceil(value) : operator === 'gt' ? Math.floor(value) + 1 : null,
  );
  return least.every((value) => value !== null) ? Math.max(1, ...least) : null;
}

/** Ends of chains, once each; for a correlation around this one all of them, else the first of a window. */
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

/** Given rules one after another: each join adds the next one's match, no earlier than the last. */
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

/** As many rules as asked for, each later in the list than the one before. */
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

/** How many rules appear in order in each window, where that must not be too many. */
function longest(parts: WindowParts): Windows {
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

/** Joins need a key: without groups all matches share one. */
export const NO_GROUP: Operator = { kind: 'extend', columns: [named('Group', string('all'))] };
