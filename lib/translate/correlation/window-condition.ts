import {
  and,
  arithmetic,
  call,
  column,
  compare,
  type Expression,
  named,
  not,
  number,
  type Operator,
  or,
  tagged,
  timespan,
} from '@/lib/kql';
import type { RuleCondition } from '@/lib/sigma';
import { BOUNDS } from './measure';
import type { WindowParts } from './window-parts';

export function holds({ correlation, ruleColumns, tags }: WindowParts): Expression {
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

/** Leaves out windows that the previous one contains: they add no match. */
export function onlyLargest(groups: readonly string[], seconds: number): Operator[] {
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
