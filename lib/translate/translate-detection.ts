import type { Diagnostic } from '@/lib/diagnostic';
import { bool, type Query } from '@/lib/kql';
import type { DetectionRule } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import { costOf } from './cost';
import {
  collectTests,
  type Lowered,
  LoweringContext,
  type Problem,
  type TestsByField,
} from './lower/context';
import { findContradiction } from './lower/contradiction';
import { equalsExpression } from './lower/expressions';
import { withoutStamps } from './lower/own-log';
import { escapeRegex } from './lower/pattern';
import { lowerPredicate } from './lower/predicate';
import type { MappedVariant, Mapping } from './mapping/mapping';
import { buildQuery, printTraced, watchlistOf } from './query';
import { showResults } from './show-results';
import {
  CURRENCIES,
  OUTCOMES,
  type Outcome,
  type Source,
  type TraceLine,
  type Variant,
} from './types';
import type { ValueListNames } from './value-lists';

/** A variant of a detection rule, with its query as a tree, for correlations to build on. */
export interface DetectionVariant extends Variant {
  readonly query: Query | null;
  readonly mapped: MappedVariant;
  readonly context: LoweringContext | null;
  /** False if the table never holds the rule's events. */
  readonly concerns: boolean;
}

export interface TableNames {
  /** The name of a variant's table under the settings. */
  readonly of: (variant: MappedVariant) => string;
  readonly isTable: (name: string) => boolean;
  /** The document that says which events of which log a category is. */
  readonly categories: Source | undefined;
  /** For the whole query, which may combine several rules. */
  readonly lists: ValueListNames;
}

/** The rule in each of the mapping's tables, best first. */
export function translateDetection(
  rule: DetectionRule,
  mapping: Mapping,
  names: TableNames,
): DetectionVariant[] {
  const tests = collectTests(rule.predicate);
  const variants = mapping.variants.map((mapped) =>
    translateVariant(rule, mapped, names, tests, mapping.target),
  );
  // The sort is stable: the mapping's order decides between equals.
  return variants.sort((a, b) => rank(a) - rank(b));
}

/**
 * Lower is better. A query on a table that something still writes comes before an exact one on a table
 * that nothing writes any more; without a query, the table's currency does not matter.
 */
function rank({ outcome, concerns, mapped: { outdated } }: DetectionVariant): number {
  const byOutcome = OUTCOMES.indexOf(outcome) * 2 + (concerns ? 0 : 1);
  if (outcome === 'unsupported') return 100 + byOutcome;
  return (outdated ? CURRENCIES.indexOf(outdated.state) * 10 : 0) + byOutcome;
}

/** What a reader must know about a table that nothing writes, or that only unsupported senders write. */
function currencyOf({ table, outdated }: MappedVariant): readonly Diagnostic[] {
  if (outdated === null) return [];
  const { state, since, note, source } = outdated;
  return [
    {
      severity: state === 'retired' ? 'warning' : 'info',
      code: state === 'retired' ? 'translate/retired-table' : 'translate/legacy-table',
      message: `${table} is ${state} since ${since}: ${note}`,
      hint: `Check that the table has recent rows in your workspace. Source: ${source.title}`,
    },
  ];
}

function translateVariant(
  rule: DetectionRule,
  mapped: MappedVariant,
  names: TableNames,
  tests: TestsByField,
  target: Target,
): DetectionVariant {
  const table = names.of(mapped);
  const context = new LoweringContext(
    rule.logsource,
    mapped,
    tests,
    rule.selections.length > 1,
    names.lists,
  );
  const asked = withoutStamps(rule, mapped, context, names.categories);
  if (asked.kind === 'refused') return unsupported(mapped, table, asked.problems, true);
  const lowered: Lowered =
    asked.kind === 'all'
      ? { kind: 'constant', value: true, elsewhere: [] }
      : lowerPredicate(asked.predicate, context);
  if (lowered.kind === 'unknown') {
    return unsupported(mapped, table, lowered.problems, true);
  }
  if (lowered.kind === 'constant' && !lowered.value) {
    return unsupported(mapped, table, lowered.elsewhere, false);
  }
  const expression =
    lowered.kind === 'expression'
      ? lowered.expression
      : lowered.kind === 'equals'
        ? equalsExpression(lowered.equals)
        : bool(true);
  const impossible = findContradiction(expression, mapped.where, context.extended);
  if (impossible !== null) {
    return {
      ...unsupported(mapped, table, [], true),
      diagnostics: [neverMatches(impossible, mapped, context)],
    };
  }
  const query = buildQuery(table, expression, context, target);
  const { kql, trace } = printTraced(showResults(query, expression, context), context);
  if (mapped.quality === 'approximate') {
    context.report({
      severity: 'warning',
      code: 'translate/approximate-table',
      message: `${mapped.label}: ${mapped.note ?? 'related telemetry, but not the same events'}`,
      effect: 'either',
    });
  }
  const outcome: Outcome = context.diagnostics.length > 0 ? 'approximate' : 'exact';
  if (mapped.quality !== 'approximate' && mapped.note !== null) {
    context.report({
      severity: 'info',
      code: 'translate/table-note',
      message: `${mapped.label}: ${mapped.note}`,
    });
  }
  for (const { name } of query.lets ?? []) {
    const placeholder = context.valueLists.get(name);
    if (placeholder !== undefined) context.report(needsValues(name, placeholder, target));
  }
  return {
    outcome,
    kql,
    table,
    label: mapped.label,
    tables: tablesOf(table, mapped, trace, names),
    diagnostics: [...context.diagnostics, ...currencyOf(mapped)],
    trace,
    cost: costOf(query),
    query,
    mapped,
    context,
    concerns: true,
  };
}

/** The query is whole, except for what only you know. */
function needsValues(name: string, placeholder: string, target: Target): Diagnostic {
  const own = `Replace the example in \`${name}\` with your values, as plain text without wildcards`;
  const watchlist = `or write \`let ${name} = ${watchlistOf(placeholder)};\` to read them from a watchlist whose SearchKey holds one value per item`;
  return {
    severity: 'info',
    code: 'translate/needs-values',
    message: `Needs your values: %${placeholder}%`,
    hint: target === 'defender-xdr' ? `${own}.` : `${own}, ${watchlist}.`,
  };
}

/** Refuses a query that no row can pass. Says which fields of the rule contradict each other, and why. */
function neverMatches(
  column: string,
  { table, where }: MappedVariant,
  { trace }: LoweringContext,
): Diagnostic {
  const lines = trace.filter((line) => line.column === column);
  const fields = [...new Set(lines.map(({ field }) => field ?? 'keywords'))].join(' and ');
  const filter = where.find((text) => new RegExp(`^\\W*${escapeRegex(column)}\\b`).test(text));
  const span = lines.at(-1)?.sigmaSpan;
  return {
    severity: 'error',
    code: 'translate/never-matches',
    message: `The condition can never be true in ${table}: ${fields} would need ${column} to have several values at once${filter ? ` (only rows where ${filter} qualify)` : ''}`,
    ...(span ? { span } : {}),
  };
}

/** The table, and those that its filters and the predicates of its mapping refer to. */
function tablesOf(
  table: string,
  mapped: MappedVariant,
  trace: readonly TraceLine[],
  { isTable }: TableNames,
): string[] {
  const tables = new Set([table]);
  const predicates = trace.filter(({ operator }) => operator === 'holds');
  for (const text of [...mapped.where, ...predicates.map(({ column }) => column)]) {
    for (const match of text.matchAll(/\(\s*([A-Za-z_]\w*)\s*\|/g)) {
      const name = match[1] ?? '';
      if (isTable(name)) tables.add(name);
    }
  }
  return [...tables];
}

function unsupported(
  mapped: MappedVariant,
  table: string,
  problems: readonly Problem[],
  concerns: boolean,
): DetectionVariant {
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  // A reason about the whole event explains more than one about a single field.
  const ordered = [
    ...problems.filter(({ code }) => code !== 'translate/unmapped-field'),
    ...problems.filter(({ code }) => code === 'translate/unmapped-field'),
  ];
  for (const { code, field, reason, origin } of ordered) {
    const message = `${origin.selection} needs ${field ?? 'keywords'}: ${reason}`;
    if (seen.has(message)) continue;
    seen.add(message);
    diagnostics.push({ severity: 'error', code, message, span: origin.span });
  }
  if (diagnostics.length === 0) {
    diagnostics.push({
      severity: 'error',
      code: 'translate/never-matches',
      message: 'The condition can never be true',
    });
  }
  return {
    outcome: 'unsupported',
    kql: null,
    table,
    label: mapped.label,
    tables: [],
    diagnostics,
    trace: [],
    cost: null,
    query: null,
    mapped,
    context: null,
    concerns,
  };
}
