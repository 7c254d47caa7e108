import type { Diagnostic } from '@/lib/diagnostic';
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
  printQuery,
  type Query,
  raw,
  string,
  timespan,
} from '@/lib/kql';
import type { CorrelationRule, Rule } from '@/lib/sigma';
import type { DetectionVariant } from './translate-detection';
import { OUTCOMES, type Outcome, type TraceLine, type Variant } from './types';
import { unsupportedVariant } from './unsupported';

/**
 * A correlation as KQL. The matches of its rules become rows of `Matches`: when, which rule, the values
 * they are grouped by, the values that are counted. Then windows slide: one begins at each match and
 * holds what follows within the timespan, ends included. Fixed buckets would lose what falls across
 * their edges.
 *
 *     let Matches = SigninLogs | where … | project Time = TimeGenerated, User = UserPrincipalName;
 *     Matches
 *     | distinct Start = Time, User
 *     | join kind=inner Matches on User
 *     | where Time between (Start .. Start + 10m)
 *     | summarize End = max(Time), Count = count() by User, Start
 *     | where Count >= 10
 *
 * A measure that does not only grow with the window (an average, "fewer than") is taken only of windows
 * that no earlier one contains: the last match alone is not "fewer than five".
 */
export interface CorrelationParts {
  /** The primary translation of a detection rule, filters and placeholders applied. */
  readonly detection: (rule: Extract<Rule, { kind: 'detection' }>) => DetectionVariant | Diagnostic;
  readonly related: ReadonlyMap<string, Rule>;
  /** How many definitions the query has so far: each has a name of its own. */
  definitions?: number;
}

interface Branch {
  readonly query: Query;
  readonly outcome: Outcome;
  readonly tables: readonly string[];
  readonly label: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly trace: readonly TraceLine[];
}

type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: Diagnostic[] };

const TIME_COLUMNS = ['TimeGenerated', 'Timestamp'];
const OWN_COLUMNS = new Set(['Time', 'Start', 'End', 'Rule', 'Value', 'Measure', 'Group']);
const BOUNDS = { lt: '<', lte: '<=', gt: '>', gte: '>=', eq: '==', neq: '!=' } as const;
const MAX_CHAIN = 8;

export function translateCorrelation(rule: CorrelationRule, parts: CorrelationParts): Variant {
  const built = buildCorrelation(rule, parts, []);
  if (!built.ok) return unsupportedVariant(built.problems);
  const { query, outcome, tables, label, diagnostics, trace } = built.value;
  return {
    outcome,
    kql: printQuery(query).text,
    table: tables[0] ?? null,
    label,
    tables,
    diagnostics,
    trace,
  };
}

function buildCorrelation(
  rule: CorrelationRule,
  parts: CorrelationParts,
  chain: readonly CorrelationRule[],
): Result<Branch> {
  const problem = (message: string): Result<never> => ({
    ok: false,
    problems: [{ severity: 'error', code: 'translate/correlation', message }],
  });
  if (chain.includes(rule) || chain.length >= MAX_CHAIN) {
    return problem(`${rule.title} is a correlation over itself`);
  }
  const { correlation } = rule;
  const groups = groupColumns(correlation.groupBy);
  const values = /^value_/.test(correlation.type) ? correlation.fields : [];
  const branches: Branch[] = [];
  const problems: Diagnostic[] = [];
  for (const [place, reference] of correlation.rules.entries()) {
    const other = parts.related.get(reference);
    if (!other) return problem(`The rule '${reference}' that it is over is not known`);
    if (other.kind === 'filter') return problem(`'${reference}' is a filter, not a rule`);
    const fieldOf = (name: string): string => {
      const alias = correlation.aliases[name];
      return (
        alias?.[reference] ?? alias?.[other.id] ?? (other.name ? alias?.[other.name] : null) ?? name
      );
    };
    const columns = [...groups].map(([name, asColumn]) => ({ asColumn, field: fieldOf(name) }));
    const counted = values.map(fieldOf);
    const branch =
      other.kind === 'detection'
        ? detectionBranch(other, place, columns, counted, parts)
        : chainedBranch(other, place, columns, counted, parts, [...chain, rule]);
    if (branch.ok) branches.push(branch.value);
    else problems.push(...branch.problems);
  }
  if (problems.length > 0) return { ok: false, problems };
  const outcome = branches.reduce<Outcome>(
    (worst, { outcome: one }) => (OUTCOMES.indexOf(one) > OUTCOMES.indexOf(worst) ? one : worst),
    'exact',
  );
  if (branches.length === 0) return problem('It is over no rule');
  const whole = correlation.rules.length;
  const allInOrder = correlation.bounds.every(
    ({ operator, value }) => operator === 'gte' && value === whole,
  );
  if (correlation.type === 'temporal_ordered' && !allInOrder) {
    return problem('Rules in order are translated where all of them must appear, not some');
  }
  return {
    ok: true,
    value: {
      query: windows(
        rule,
        branches.map(({ query }) => query),
        [...groups.values()],
        definitionName(parts),
      ),
      outcome,
      tables: [...new Set(branches.flatMap(({ tables }) => tables))],
      label: `Correlation over ${[...new Set(branches.map(({ label }) => label))].join(', ')}`,
      diagnostics: distinct(branches.flatMap(({ diagnostics }) => diagnostics)),
      trace: branches.flatMap(({ trace }) => trace),
    },
  };
}

function definitionName(parts: CorrelationParts): string {
  parts.definitions = (parts.definitions ?? 0) + 1;
  return parts.definitions === 1 ? 'Matches' : `Matches${parts.definitions}`;
}

/** Group names → names of columns that do not get in the way of the correlation's own. */
function groupColumns(groupBy: readonly string[]): Map<string, string> {
  const columns = new Map<string, string>();
  for (const name of groupBy) {
    let free = name.replace(/\W+/g, '_');
    if (/^\d/.test(free) || free === '') free = `_${free}`;
    while (OWN_COLUMNS.has(free) || [...columns.values()].includes(free)) free += '_';
    columns.set(name, free);
  }
  return columns;
}

interface Grouped {
  readonly asColumn: string;
  readonly field: string;
}

function detectionBranch(
  rule: Extract<Rule, { kind: 'detection' }>,
  place: number,
  groups: readonly Grouped[],
  values: readonly string[],
  parts: CorrelationParts,
): Result<Branch> {
  const variant = parts.detection(rule);
  const name = rule.name ?? rule.title;
  if ('code' in variant) {
    return { ok: false, problems: [{ ...variant, message: `${name}: ${variant.message}` }] };
  }
  const { query, context, mapped } = variant;
  if (!query || !context) {
    return {
      ok: false,
      problems: variant.diagnostics.map(({ severity, code, message }) => ({
        severity,
        code,
        message: `${name}: ${message}`,
      })),
    };
  }
  const missing: Diagnostic[] = [];
  const fieldExpression = (field: string): Expression => {
    const known = mapped.field(field);
    if (known?.kind === 'constant') return string(known.values[0] ?? '');
    if (known?.kind === 'value' || known?.kind === 'values' || known?.kind === 'registry-data') {
      const text = known.isColumn ? column(known.text) : raw(known.text);
      return known.type === 'string' ? text : call('tostring', text);
    }
    missing.push({
      severity: 'error',
      code: 'translate/unmapped-field',
      message: `${name}: ${mapped.table} has no column for ${field}, by which the correlation groups or counts`,
    });
    return string('');
  };
  const time = TIME_COLUMNS.find((one) => Object.hasOwn(mapped.columns, one)) ?? 'TimeGenerated';
  const project: Operator = {
    kind: 'project',
    columns: [
      named('Time', column(time)),
      named('Rule', number(place)),
      ...groups.map(({ asColumn, field }) => renamed(asColumn, fieldExpression(field))),
      ...valueColumns(values.map(fieldExpression)),
    ],
  };
  if (missing.length > 0) return { ok: false, problems: missing };
  return {
    ok: true,
    value: {
      query: { ...query, operators: [...query.operators, project, ...presence(groups)] },
      outcome: variant.outcome,
      tables: variant.tables,
      label: variant.label,
      diagnostics: variant.diagnostics.map(({ severity, code, message }) => ({
        severity,
        code,
        message: `${name}: ${message}`,
      })),
      trace: [],
    },
  };
}

/** What a chained correlation found, as matches of their own: they happen when their window ends. */
function chainedBranch(
  rule: CorrelationRule,
  place: number,
  groups: readonly Grouped[],
  values: readonly string[],
  parts: CorrelationParts,
  chain: readonly CorrelationRule[],
): Result<Branch> {
  const built = buildCorrelation(rule, parts, chain);
  if (!built.ok) return built;
  const known = groupColumns(rule.correlation.groupBy);
  const missing: Diagnostic[] = [];
  const fieldExpression = (field: string): Expression => {
    const found = known.get(field);
    if (found !== undefined) return column(found);
    missing.push({
      severity: 'error',
      code: 'translate/correlation',
      message: `${rule.name ?? rule.title} is not grouped by ${field}, so nothing after it can be`,
    });
    return string('');
  };
  const project: Operator = {
    kind: 'project',
    columns: [
      named('Time', column('End')),
      named('Rule', number(place)),
      ...groups.map(({ asColumn, field }) => renamed(asColumn, fieldExpression(field))),
      ...valueColumns(values.map(fieldExpression)),
    ],
  };
  if (missing.length > 0) return { ok: false, problems: missing };
  const { query } = built.value;
  return {
    ok: true,
    value: { ...built.value, query: { ...query, operators: [...query.operators, project] } },
  };
}

function renamed(name: string, value: Expression): Expression {
  return value.kind === 'column' && value.name === name ? value : named(name, value);
}

function valueColumns(values: readonly Expression[]): Expression[] {
  const [only] = values;
  if (!only) return [];
  // Several fields count as one value.
  return [
    named('Value', values.length === 1 ? only : call('strcat_delim', string('|'), ...values)),
  ];
}

/** A match without a value for a group shares it with no other. */
function presence(groups: readonly Grouped[]): Operator[] {
  if (groups.length === 0) return [];
  const predicate = and(...groups.map(({ asColumn }) => call('isnotempty', column(asColumn))));
  return [{ kind: 'where', predicate }];
}

function windows(
  rule: CorrelationRule,
  queries: readonly Query[],
  groupNames: readonly string[],
  name: string,
): Query {
  const { correlation } = rule;
  // Joins need a key: without groups all matches share one.
  const groups = groupNames.length > 0 ? groupNames : ['Group'];
  const keyed: Operator[] =
    groupNames.length > 0 ? [] : [{ kind: 'extend', columns: [named('Group', string('all'))] }];
  const lets = queries.flatMap((query) => query.lets ?? []);
  const bare = queries.map(
    (query): Query => ({ source: query.source, operators: query.operators }),
  );
  const [first] = bare;
  const matches: Query =
    bare.length === 1 && first
      ? { source: first.source, operators: [...first.operators, ...keyed] }
      : { source: { kind: 'union', queries: bare }, operators: keyed };
  const from = (operators: readonly Operator[]): Query => ({
    source: { kind: 'table', name },
    operators,
  });
  const keys = groups.map(column);
  const end = arithmetic(column('Start'), '+', timespan(correlation.timespan));
  const operators: Operator[] =
    correlation.type === 'temporal_ordered'
      ? ordered(correlation, from, keys, end)
      : measured(correlation, from, groups, keys, end);
  if (groupNames.length === 0) operators.push({ kind: 'project-away', columns: [column('Group')] });
  return {
    lets: [...lets, { name, value: matches, materialize: true }],
    source: { kind: 'table', name },
    operators,
  };
}

function measured(
  correlation: CorrelationRule['correlation'],
  from: (operators: readonly Operator[]) => Query,
  groups: readonly string[],
  keys: readonly Expression[],
  end: Expression,
): Operator[] {
  const numeric = call('todouble', column('Value'));
  const measure: Record<Exclude<typeof correlation.type, 'temporal_ordered'>, Expression> = {
    event_count: call('count'),
    value_count: call('count_distinctif', column('Value'), call('isnotempty', column('Value'))),
    temporal: call('count_distinct', column('Rule')),
    value_sum: call('sum', numeric),
    value_avg: call('avg', numeric),
    value_percentile: call('percentile', numeric, number(correlation.percentile ?? 50)),
  };
  const { type, bounds } = correlation;
  const grows = type === 'event_count' || type === 'value_count' || type === 'temporal';
  const judgesAny =
    grows && bounds.every(({ operator }) => operator === 'gt' || operator === 'gte');
  const operators: Operator[] = [
    { kind: 'project', columns: [named('Start', column('Time')), ...keys] },
    { kind: 'distinct', columns: [column('Start'), ...keys] },
    { kind: 'join', join: 'inner', right: from([]), on: keys },
    {
      kind: 'where',
      predicate: {
        kind: 'between',
        negated: false,
        left: column('Time'),
        low: column('Start'),
        high: end,
      },
    },
    {
      kind: 'summarize',
      aggregates: [
        named('End', call('max', column('Time'))),
        named('Measure', type === 'temporal_ordered' ? call('count') : measure[type]),
      ],
      by: [...keys, column('Start')],
    },
  ];
  if (!judgesAny) operators.push(...onlyLargest(groups, correlation.timespan));
  operators.push({
    kind: 'where',
    predicate: and(
      ...bounds.map(({ operator, value }) =>
        compare(column('Measure'), BOUNDS[operator], number(value)),
      ),
    ),
  });
  return operators;
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
    { kind: 'where', predicate: { kind: 'not', of: column('Contained') } },
    { kind: 'project-away', columns: [column('Contained')] },
  ];
}

/** The rules one after another: each join adds the next one's match, no earlier than the last. */
function ordered(
  correlation: CorrelationRule['correlation'],
  from: (operators: readonly Operator[]) => Query,
  keys: readonly Expression[],
  end: Expression,
): Operator[] {
  const operators: Operator[] = [
    { kind: 'where', predicate: compare(column('Rule'), '==', number(0)) },
    {
      kind: 'project',
      columns: [named('Start', column('Time')), named('End', column('Time')), ...keys],
    },
  ];
  for (let place = 1; place < correlation.rules.length; place++) {
    operators.push(
      {
        kind: 'join',
        join: 'inner',
        right: from([
          { kind: 'where', predicate: compare(column('Rule'), '==', number(place)) },
          { kind: 'project', columns: [named('Next', column('Time')), ...keys] },
        ]),
        on: keys,
      },
      {
        kind: 'where',
        predicate: {
          kind: 'between',
          negated: false,
          left: column('Next'),
          low: column('End'),
          high: end,
        },
      },
      // The earliest next match leaves the most room for those after it.
      {
        kind: 'summarize',
        aggregates: [named('End', call('min', column('Next')))],
        by: [...keys, column('Start')],
      },
    );
  }
  return operators;
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ message }) => (seen.has(message) ? false : seen.add(message)));
}
