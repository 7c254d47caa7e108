import { type TableRow, tableSchemas, toRows } from '@/lib/events';
import type { CorrelationRule, DetectionRule, Rule } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { Related } from './correlation-rules';
import type { ProofContext } from './proof-context';
import { listTrials } from './prove-correlation';
import { isMeantFor } from './prove-variant';
import type { ProofCase } from './tenant-proof';
import { trialsOf } from './trials';
import type { Evidence, Sample } from './types';
import { withFilters } from './with-filters';
import { withRelatedValues, withValues } from './with-values';

const MAX_MATCHES = 8;
const MAX_MISSES = 24;

/** One of a rule's queries. */
export interface QueryToProve {
  readonly kql: string;
  readonly target: Target;
  readonly table: string;
  readonly tables: readonly string[];
}

interface Group {
  readonly name: string;
  readonly expected: boolean;
  readonly events: readonly unknown[];
}

/**
 * The rows that show what a query finds: of the rule's samples and constructed events, with near misses.
 * Only those on which rule and query agree, samples first. Empty if the query fires on none.
 */
export function tenantCases(
  rule: Rule,
  related: Related,
  query: QueryToProve,
  samples: readonly Sample[],
  context: ProofContext,
): ProofCase[] {
  const runnable = context.compile(query.kql, query.target);
  if ('failure' in runnable || rule.kind === 'filter') return [];
  const tables = new Set([query.table, ...query.tables]);
  const schemas = tableSchemas(context.schemas, query.target);
  const rowsOf = (events: readonly unknown[]): TableRow[] =>
    events
      .flatMap((raw) => toRows(raw, schemas, query.target))
      .filter(({ table }) => tables.has(table));
  const groups =
    rule.kind === 'correlation'
      ? listGroups(rule, related, samples, context)
      : eventGroups(rule, related, query, samples, context);
  const cases = groups
    .map(({ name, expected, events }): ProofCase => ({ name, expected, rows: rowsOf(events) }))
    .filter(({ expected, rows }) => rows.length > 0 && runnable.fires(rows) === expected);
  const matches = cases.filter(({ expected }) => expected).slice(0, MAX_MATCHES);
  if (matches.length === 0) return [];
  return [...matches, ...cases.filter(({ expected }) => !expected).slice(0, MAX_MISSES)];
}

function eventGroups(
  written: DetectionRule,
  related: Related,
  { table }: QueryToProve,
  samples: readonly Sample[],
  { placeholders }: ProofContext,
): Group[] {
  const { rule } = withValues(withFilters(written, related), placeholders);
  return trialsOf(rule, samples)
    .filter((trial) => trial.sigma && isMeantFor(rule, trial, table))
    .flatMap(({ kind, name, raw, misses }) => [
      { name: caseName(kind, name), expected: true, events: [raw] },
      ...misses.map((miss) => ({ name: miss.change, expected: false, events: [miss.raw] })),
    ]);
}

function listGroups(
  rule: CorrelationRule,
  all: Related,
  samples: readonly Sample[],
  { placeholders }: ProofContext,
): Group[] {
  const { related } = withRelatedValues(rule, all, placeholders);
  return listTrials({ rule, samples, related, translations: [] })
    .filter(({ sigma }) => sigma)
    .flatMap(({ kind, name, events, misses }) => [
      { name: caseName(kind, name), expected: true, events },
      ...misses.map(({ change, events: changed }) => ({
        name: change,
        expected: false,
        events: changed,
      })),
    ]);
}

function caseName(kind: Evidence['kind'], name: string): string {
  return kind === 'constructed' ? `event made from the rule: ${name}` : name;
}
