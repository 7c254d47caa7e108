import type { Diagnostic } from '@/lib/diagnostic';
import {
  and,
  call,
  column,
  type Expression,
  named,
  number,
  type Operator,
  printExpression,
  printQuery,
  type Query,
  raw,
  retagQuery,
  string,
  type Tag,
  tagged,
} from '@/lib/kql';
import type { CorrelationRule, Rule } from '@/lib/sigma';
import {
  CorrelationTrace,
  KUSTO_SOURCES,
  OUTERMOST,
  type Place,
  placeBelow,
} from './correlation-trace';
import {
  BOUNDS,
  buildWindows,
  grows,
  MAX_ORDERED,
  measureOf,
  NO_GROUP,
} from './correlation-windows';
import type { Field } from './mapping/mapping';
import type { DetectionVariant } from './translate-detection';
import { OUTCOMES, type Outcome, type Quality, type Source, type Variant } from './types';
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
 * that no earlier one contains: the last match alone is not "fewer than five". A correlation that
 * another is over happens each time that enough has been seen, so its windows end at matches.
 */
export interface CorrelationParts {
  /** The primary translation of a detection rule, filters and placeholders applied. */
  readonly detection: (rule: Extract<Rule, { kind: 'detection' }>) => DetectionVariant | Diagnostic;
  readonly related: ReadonlyMap<string, Rule>;
}

/** What grows while a correlation and those that it chains are built. */
interface Building extends CorrelationParts {
  readonly trace: CorrelationTrace;
  /** How many definitions the query has so far: each has a name of its own. */
  definitions: number;
  /** Rules in the query so far, a rule once for each time that it is named. */
  branches: number;
}

interface Branch {
  readonly query: Query;
  readonly outcome: Outcome;
  readonly tables: readonly string[];
  readonly label: string;
  readonly diagnostics: readonly Diagnostic[];
}

type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: Diagnostic[] };

const TIME_COLUMNS = ['TimeGenerated', 'Timestamp'];
const OWN_COLUMNS = [
  'Time',
  'Start',
  'End',
  'Next',
  'Last',
  'Length',
  'Rule',
  'Value',
  'Measure',
  'Contained',
  'Group',
];
const MAX_CHAIN = 8;
/** Chains that name the same correlation again and again would grow without end. */
const MAX_BRANCHES = 100;

export function translateCorrelation(rule: CorrelationRule, parts: CorrelationParts): Variant {
  const trace = new CorrelationTrace();
  const building: Building = { ...parts, trace, definitions: 0, branches: 0 };
  const built = buildCorrelation(rule, building, [], OUTERMOST);
  if (!built.ok) return unsupportedVariant(built.problems);
  const { query, outcome, tables, label, diagnostics } = built.value;
  const printed = printQuery(query);
  return {
    outcome,
    kql: printed.text,
    table: tables[0] ?? null,
    label,
    tables,
    diagnostics,
    trace: trace.printed(printed),
  };
}

function buildCorrelation(
  rule: CorrelationRule,
  parts: Building,
  chain: readonly CorrelationRule[],
  place: Place,
): Result<Branch> {
  const { correlation } = rule;
  const problem = (message: string, hint?: string): Result<never> => ({
    ok: false,
    problems: [
      {
        severity: 'error',
        code: 'translate/correlation',
        message: `${chain.length > 0 ? `${nameOf(rule)}: ` : ''}${message}`,
        ...(hint === undefined ? {} : { hint }),
      },
    ],
  });
  if (chain.includes(rule) || chain.length >= MAX_CHAIN) {
    return problem(`${rule.title} correlates itself`);
  }
  if (correlation.type === 'temporal_ordered' && correlation.rules.length > MAX_ORDERED) {
    const message = `An ordered correlation of ${correlation.rules.length} rules needs too many joins`;
    return problem(message, `Name at most ${MAX_ORDERED} rules, or chain several correlations.`);
  }
  parts.branches += correlation.rules.length;
  if (parts.branches > MAX_BRANCHES) {
    return problem(
      `The correlation combines more than ${MAX_BRANCHES} rules, counting the rules of chained correlations`,
    );
  }
  const groups = freeNames(correlation.groupBy, OWN_COLUMNS);
  const values = correlation.fields;
  const branches: Branch[] = [];
  const problems: Diagnostic[] = [];
  for (const [index, reference] of correlation.rules.entries()) {
    const other = parts.related.get(reference);
    if (!other)
      return problem(
        `The correlation refers to the rule '${reference}', which is not in the source`,
      );
    if (other.kind === 'filter') return problem(`'${reference}' is a filter, not a rule`);
    const fieldOf = (name: string): string => {
      const alias = correlation.aliases[name];
      return (
        alias?.[reference] ?? alias?.[other.id] ?? (other.name ? alias?.[other.name] : null) ?? name
      );
    };
    const of: BranchOf = {
      index,
      name: nameOf(other),
      columns: [
        ...groups.map((asColumn, at) => ({
          asColumn,
          name: correlation.groupBy[at] ?? '',
          field: fieldOf(correlation.groupBy[at] ?? ''),
          place: 'group-by',
          span: correlation.spans.groupBy[at] ?? correlation.spans.timespan,
        })),
        ...values.map((name, at) => ({
          asColumn: 'Value',
          name,
          field: fieldOf(name),
          place: 'condition',
          span: correlation.spans.fields[at] ?? correlation.spans.timespan,
        })),
      ],
      groups,
      own: place,
      below: placeBelow(
        place,
        nameOf(other),
        correlation.spans.rules[index] ?? correlation.spans.timespan,
      ),
    };
    const branch =
      other.kind === 'detection'
        ? detectionBranch(other, of, parts)
        : chainedBranch(other, of, parts, [...chain, rule]);
    if (branch.ok) branches.push(branch.value);
    else problems.push(...branch.problems);
  }
  if (problems.length > 0) return { ok: false, problems };
  if (branches.length === 0) return problem('The correlation names no rule');
  const told = ownDiagnostics(rule, chain.length > 0);
  const worst = branches.reduce<Outcome>(
    (most, { outcome: one }) => (OUTCOMES.indexOf(one) > OUTCOMES.indexOf(most) ? one : most),
    told.length > 0 ? 'approximate' : 'exact',
  );
  return {
    ok: true,
    value: {
      query: windows(
        rule,
        branches.map(({ query }) => query),
        groups,
        parts,
        place,
        chain.length > 0,
      ),
      outcome: worst,
      tables: [...new Set(branches.flatMap(({ tables }) => tables))],
      label: `Correlation over ${[...new Set(branches.map(({ label }) => label))].join(', ')}`,
      diagnostics: distinct([
        ...branches.flatMap(({ diagnostics }) => effectsIn(correlation, diagnostics)),
        ...told,
      ]),
    },
  };
}

/** More matches of a rule can also keep a correlation from firing, as with `lt`. */
function effectsIn(
  correlation: CorrelationRule['correlation'],
  diagnostics: readonly Diagnostic[],
): Diagnostic[] {
  return diagnostics.map((one) =>
    one.effect === undefined || grows(correlation) ? one : { ...one, effect: 'either' },
  );
}

/** What the correlation itself, not one of its rules, is not exact about. */
function ownDiagnostics({ correlation }: CorrelationRule, chained: boolean): Diagnostic[] {
  if (correlation.type !== 'value_percentile') return [];
  return [
    {
      severity: 'warning',
      code: 'translate/approximate-field',
      message:
        'Kusto’s percentile() is an estimate, so a value close to the bound can fall on either side of it',
      hint: 'Choose a bound that a few more or fewer events do not cross.',
      effect: 'either',
      // In a chain the span would lie in another rule's text.
      ...(correlation.spans.condition && !chained ? { span: correlation.spans.condition } : {}),
    },
  ];
}

function nameOf(rule: Rule): string {
  return rule.name ?? (rule.title || rule.id);
}

/** Names of columns, each its own, that do not get in the way of those taken. */
function freeNames(names: readonly string[], taken: readonly string[]): string[] {
  const found: string[] = [];
  for (const name of names) {
    let free = name.replace(/\W+/g, '_');
    if (/^\d/.test(free) || free === '') free = `_${free}`;
    while (taken.includes(free) || found.includes(free)) free += '_';
    found.push(free);
  }
  return found;
}

/** One of the rules that a correlation is over, and what its matches have to bring along. */
interface BranchOf {
  readonly index: number;
  readonly name: string;
  readonly columns: readonly Wanted[];
  readonly groups: readonly string[];
  readonly own: Place;
  readonly below: Place;
}

interface Wanted {
  readonly asColumn: string;
  /** As the correlation has it: a field, or an alias for one. */
  readonly name: string;
  readonly field: string;
  readonly place: string;
  readonly span: Diagnostic['span'] & object;
}

interface FoundColumn {
  readonly expression: Expression;
  readonly quality: Quality;
  readonly sources: readonly Source[];
  readonly note?: string;
}

/** The matches of a rule as the correlation needs them, each column with its line in the trace. */
function projected(
  of: BranchOf,
  time: string,
  find: (field: string) => FoundColumn | null,
  { trace }: Building,
): {
  readonly project: Operator;
  readonly missing: readonly string[];
  readonly approximate: readonly string[];
} {
  const missing: string[] = [];
  const approximate: string[] = [];
  const made = of.columns.map((wanted) => {
    const found = find(wanted.field);
    if (!found) {
      missing.push(wanted.field);
      return { wanted, expression: string('') };
    }
    const text = printExpression(found.expression);
    if (found.quality === 'approximate') {
      const note = found.note ?? `related to ${wanted.field}, but not the same value`;
      approximate.push(`${of.name}: ${wanted.field} → ${text}: ${note}`);
    }
    const tag = trace.add(of.own, {
      selection: wanted.place,
      field: wanted.name,
      modifiers: [],
      value: wanted.name === wanted.field ? of.name : `${of.name}: ${wanted.field}`,
      column: text,
      operator: wanted.place === 'group-by' ? 'grouped by' : 'counted',
      quality: found.quality,
      sources: found.sources,
      ...(found.note === undefined ? {} : { note: found.note }),
      sigmaSpan: wanted.span,
    });
    return { wanted, expression: tagged(found.expression, tag) };
  });
  const groups = made.filter(({ wanted }) => wanted.place === 'group-by');
  const values = made.filter(({ wanted }) => wanted.place !== 'group-by');
  const project: Operator = {
    kind: 'project',
    columns: [
      named('Time', column(time)),
      named('Rule', number(of.index)),
      ...groups.map(({ wanted, expression }) => renamed(wanted.asColumn, expression)),
      ...valueColumns(values.map(({ expression }) => expression)),
    ],
  };
  return { project, missing, approximate };
}

function detectionBranch(
  rule: Extract<Rule, { kind: 'detection' }>,
  of: BranchOf,
  parts: Building,
): Result<Branch> {
  const variant = parts.detection(rule);
  const named = (diagnostic: Diagnostic): Diagnostic => {
    // Its span lies in another rule's text.
    const { span: _, ...rest } = diagnostic;
    return { ...rest, message: `${of.name}: ${diagnostic.message}` };
  };
  if ('code' in variant) return { ok: false, problems: [named(variant)] };
  const { query, context, mapped } = variant;
  if (!query || !context) return { ok: false, problems: variant.diagnostics.map(named) };
  const retag = parts.trace.adopt(of.below, context.trace);
  const time = TIME_COLUMNS.find((one) => Object.hasOwn(mapped.columns, one)) ?? 'TimeGenerated';
  const { project, missing, approximate } = projected(
    of,
    time,
    (field) => foundColumn(mapped.field(field)),
    parts,
  );
  if (missing.length > 0) {
    return {
      ok: false,
      problems: missing.map((field) => ({
        severity: 'error',
        code: 'translate/unmapped-field',
        message: `${of.name}: ${mapped.table} has no column for ${field}, and the correlation groups or counts by it`,
      })),
    };
  }
  const { source, operators } = retagQuery(query, retag);
  return {
    ok: true,
    value: {
      query: { source, operators: [...operators, project, ...presence(of.groups)] },
      outcome: approximate.length > 0 ? 'approximate' : variant.outcome,
      tables: variant.tables,
      label: variant.label,
      diagnostics: [...variant.diagnostics.map(named), ...approximate.map(tellApproximate)],
    },
  };
}

function tellApproximate(message: string): Diagnostic {
  return { severity: 'warning', code: 'translate/approximate-field', message, effect: 'either' };
}

function foundColumn(field: Field | null): FoundColumn | null {
  if (!field) return null;
  const { quality, sources, note } = field;
  const described = { quality, sources, ...(note === undefined ? {} : { note }) };
  if (field.kind === 'constant') {
    return { ...described, expression: string(field.values[0] ?? '') };
  }
  if (field.kind === 'value' || field.kind === 'values' || field.kind === 'registry-data') {
    const text = field.isColumn ? column(field.text) : raw(field.text);
    return { ...described, expression: field.type === 'string' ? text : call('tostring', text) };
  }
  return null;
}

/** What a chained correlation found, as matches of their own: they happen when their window ends. */
function chainedBranch(
  rule: CorrelationRule,
  of: BranchOf,
  parts: Building,
  chain: readonly CorrelationRule[],
): Result<Branch> {
  const built = buildCorrelation(rule, parts, chain, of.below);
  if (!built.ok) return built;
  const { groupBy } = rule.correlation;
  const known = freeNames(groupBy, OWN_COLUMNS);
  const { project, missing } = projected(
    of,
    'End',
    (field) => {
      const name = known[groupBy.indexOf(field)];
      if (name === undefined) return null;
      return { expression: column(name), quality: 'exact', sources: [] };
    },
    parts,
  );
  if (missing.length > 0) {
    return {
      ok: false,
      problems: missing.map((field) => ({
        severity: 'error',
        code: 'translate/correlation',
        message: `${of.name} does not group by ${field}, so a correlation that builds on it cannot either`,
        hint: `Add ${field} to the \`group-by\` of ${of.name}.`,
      })),
    };
  }
  const { query } = built.value;
  const columns = [column('Time'), column('Rule'), ...of.groups.map(column)];
  if (of.columns.length > of.groups.length) columns.push(column('Value'));
  return {
    ok: true,
    value: {
      ...built.value,
      query: {
        ...query,
        // Windows that end at the same moment are one match.
        operators: [...query.operators, project, { kind: 'distinct', columns }],
      },
    },
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
function presence(groups: readonly string[]): Operator[] {
  if (groups.length === 0) return [];
  const predicate = and(...groups.map((name) => call('isnotempty', column(name))));
  return [{ kind: 'where', predicate }];
}

function windows(
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
  const lets = queries.flatMap((query) => query.lets ?? []);
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
    lets: [...lets, { name: matches, value, materialize: true }, ...built.lets],
    source: { kind: 'table', name: built.from },
    operators,
  };
}

/** The correlation's own lines of the trace: its condition and its timespan. */
function tagsOf(
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

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ message }) => (seen.has(message) ? false : seen.add(message)));
}
