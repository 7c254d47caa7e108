import type { Diagnostic } from '@/lib/diagnostic';
import type { Query } from '@/lib/kql';
import { printQuery } from '@/lib/kql';
import { addAll } from '@/lib/long-lists';
import { ownValue } from '@/lib/own-value';
import type { CorrelationRule, Rule } from '@/lib/sigma';
import { costOf } from '../cost';
import { OUTCOMES, type Outcome, type Variant } from '../types';
import { unsupportedVariant } from '../unsupported';
import { chainedBranch } from './chained-branch';
import {
  type Branch,
  type BranchOf,
  type Building,
  type CorrelationParts,
  freeNames,
  nameOf,
  OWN_COLUMNS,
  type Result,
} from './correlation-parts';
import { windows } from './correlation-query';
import { CorrelationTrace, OUTERMOST, type Place, placeBelow } from './correlation-trace';
import { detectionBranch } from './detection-branch';
import { grows } from './measure';
import { MAX_ORDERED } from './ordered-windows';

const MAX_CHAIN = 8;

/** Bounds chains that list the same correlation repeatedly. */
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
    cost: costOf(query),
  };
}

function buildCorrelation(
  rule: CorrelationRule,
  parts: Building,
  chain: readonly CorrelationRule[],
  place: Place,
): Result<Branch> {
  const { correlation } = rule;
  const chained = chain.length > 0;
  const refusal = refusalOf(rule, parts, chain);
  if (refusal) return refused(refusal);
  const groups = freeNames(correlation.groupBy, OWN_COLUMNS);
  const branches: Branch[] = [];
  const problems: Diagnostic[] = [];
  for (const [index, reference] of correlation.rules.entries()) {
    const other = parts.related.get(reference);
    if (!other) {
      return refused(problemOf(rule, chained, `No rule has the name or id '${reference}'`));
    }
    if (other.kind === 'filter') {
      return refused(problemOf(rule, chained, `'${reference}' is a filter, not a rule`));
    }
    const branch = buildBranch(branchOf(rule, index, other, groups, place), other, parts, [
      ...chain,
      rule,
    ]);
    if (branch.ok) branches.push(branch.value);
    else addAll(problems, branch.problems);
  }
  if (problems.length > 0) return { ok: false, problems };
  if (branches.length === 0) {
    return refused(problemOf(rule, chained, 'The correlation lists no rules'));
  }
  const queries = branches.map(({ query }) => query);
  const query = windows(rule, queries, groups, parts, place, chained);
  return { ok: true, value: joined(rule, branches, query, chained) };
}

function buildBranch(
  of: BranchOf,
  other: Exclude<Rule, { kind: 'filter' }>,
  parts: Building,
  chain: readonly CorrelationRule[],
): Result<Branch> {
  if (other.kind === 'detection') return detectionBranch(other, of, parts);
  const built = buildCorrelation(other, parts, chain, of.below);
  return built.ok ? chainedBranch(other, built.value, of, parts) : built;
}

function refused(problem: Diagnostic): Result<never> {
  return { ok: false, problems: [problem] };
}

/** In a chain, the message names its correlation. */
function problemOf(
  rule: CorrelationRule,
  chained: boolean,
  message: string,
  hint?: string,
): Diagnostic {
  return {
    severity: 'error',
    code: 'translate/correlation',
    message: `${chained ? `${nameOf(rule)}: ` : ''}${message}`,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** Why a correlation gets no query, if it or its chain is too large. */
function refusalOf(
  rule: CorrelationRule,
  parts: Building,
  chain: readonly CorrelationRule[],
): Diagnostic | null {
  const { type, rules } = rule.correlation;
  const chained = chain.length > 0;
  if (chain.includes(rule) || chain.length >= MAX_CHAIN) {
    return problemOf(rule, chained, `${rule.title} correlates itself`);
  }
  if (type === 'temporal_ordered' && rules.length > MAX_ORDERED) {
    const message = `Checking the order of ${rules.length} rules takes too many joins`;
    return problemOf(
      rule,
      chained,
      message,
      `List up to ${MAX_ORDERED} rules, or chain correlations.`,
    );
  }
  parts.branches += rules.length;
  if (parts.branches > MAX_BRANCHES) {
    const message = `The correlation combines more than ${MAX_BRANCHES} rules, including chained ones`;
    return problemOf(rule, chained, message);
  }
  return null;
}

/** What the matches of one listed rule must supply: columns to group by, and values to count. */
function branchOf(
  { correlation }: CorrelationRule,
  index: number,
  other: Rule,
  groups: readonly string[],
  own: Place,
): BranchOf {
  const { aliases, groupBy, fields, spans } = correlation;
  const reference = correlation.rules[index] ?? '';
  const fieldOf = (name: string): string => {
    const alias = ownValue(aliases, name) ?? {};
    const own = ownValue(alias, reference) ?? ownValue(alias, other.id);
    return own ?? (other.name ? ownValue(alias, other.name) : undefined) ?? name;
  };
  const grouped = groups.map((asColumn, at) => ({
    asColumn,
    name: groupBy[at] ?? '',
    field: fieldOf(groupBy[at] ?? ''),
    place: 'group-by',
    span: spans.groupBy[at] ?? spans.timespan,
  }));
  const counted = fields.map((name, at) => ({
    asColumn: 'Value',
    name,
    field: fieldOf(name),
    place: 'condition',
    span: spans.fields[at] ?? spans.timespan,
  }));
  const name = nameOf(other);
  return {
    index,
    name,
    columns: [...grouped, ...counted],
    groups,
    own,
    below: placeBelow(own, name, spans.rules[index] ?? spans.timespan),
  };
}

/** The branches as one query, with the least exact outcome among them. */
function joined(
  rule: CorrelationRule,
  branches: readonly Branch[],
  query: Query,
  chained: boolean,
): Branch {
  const own = ownDiagnostics(rule, chained);
  const outcome = branches.reduce<Outcome>(
    (most, { outcome: one }) => (OUTCOMES.indexOf(one) > OUTCOMES.indexOf(most) ? one : most),
    own.length > 0 ? 'approximate' : 'exact',
  );
  return {
    query,
    outcome,
    tables: [...new Set(branches.flatMap(({ tables }) => tables))],
    label: `Correlation over ${[...new Set(branches.map(({ label }) => label))].join(', ')}`,
    diagnostics: distinct([
      ...branches.flatMap(({ diagnostics }) => effectsIn(rule.correlation, diagnostics)),
      ...own,
    ]),
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

/** Where the correlation, not one of its rules, is approximate. */
function ownDiagnostics({ correlation }: CorrelationRule, chained: boolean): Diagnostic[] {
  if (correlation.type !== 'value_percentile') return [];
  return [
    {
      severity: 'warning',
      code: 'translate/approximate-field',
      message:
        'Kusto’s percentile() is an estimate, so a value near the bound can fall on either side',
      hint: 'Choose a bound that a few events more or less do not cross.',
      effect: 'either',
      // In a chain, the span would point into another rule's text.
      ...(correlation.spans.condition && !chained ? { span: correlation.spans.condition } : {}),
    },
  ];
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ message }) => (seen.has(message) ? false : seen.add(message)));
}
