import { column, named, type Operator, type Query, string } from '@/lib/kql';
import type { CorrelationRule } from '@/lib/sigma';
import { buildWindows } from './build-windows';
import { type Building, freeNames, nameOf, OWN_COLUMNS } from './correlation-parts';
import { tagsOf } from './correlation-tags';
import type { Place } from './correlation-trace';

export function windows(
  rule: CorrelationRule,
  queries: readonly Query[],
  groupNames: readonly string[],
  parts: Building,
  place: Place,
  chained: boolean,
): Query {
  const { correlation } = rule;
  parts.definitions++;
  const number = parts.definitions === 1 ? '' : String(parts.definitions);
  const matches = `Matches${number}`;
  const groups = groupNames.length > 0 ? groupNames : ['Group'];
  const keyed: Operator[] = groupNames.length > 0 ? [] : [NO_GROUP];
  // Rules that share a placeholder share its list.
  const lets = new Map(queries.flatMap((query) => query.lets ?? []).map((one) => [one.name, one]));
  const bare = queries.map(
    (query): Query => ({ source: query.source, operators: query.operators }),
  );
  const [first] = bare;
  const value: Query =
    bare.length === 1 && first
      ? { source: first.source, operators: [...first.operators, ...keyed] }
      : { source: { kind: 'union', queries: bare }, operators: keyed };
  const ruleNames = correlation.rules.map((reference) => {
    const other = parts.related.get(reference);
    return other ? nameOf(other) : reference;
  });
  const built = buildWindows({
    correlation,
    matches,
    nameOf: (what) => (number === '' ? what : `${what}_${number}`),
    groups,
    ruleColumns: freeNames(ruleNames, [...OWN_COLUMNS, ...groups]),
    chained,
    tags: tagsOf(rule, ruleNames, parts, place),
  });
  const operators = [...built.operators];
  if (groupNames.length === 0) operators.push({ kind: 'project-away', columns: [column('Group')] });
  return {
    lets: [...lets.values(), { name: matches, value, materialize: true }, ...built.lets],
    source: { kind: 'table', name: built.from },
    operators,
  };
}

/** Joins need a key. Without groups, all matches share one. */
const NO_GROUP: Operator = { kind: 'extend', columns: [named('Group', string('all'))] };
