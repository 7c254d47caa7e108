import { type TableRow, tableSchemas, toRows } from '@/lib/events';
import { type CorrelationRule, matchCorrelation, type Rule } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { Translation, Variant } from '@/lib/translate';
import { constructList, missesOf } from './construct-correlation';
import { basesOf, firstEvents, type Related } from './correlation-rules';
import type { ProofContext } from './proof-context';
import type { Evidence, NearMiss, Sample } from './types';
import { needsReason, type Valued, withExamplesNamed, withRelatedValues } from './with-values';

export interface CorrelationProofInput {
  readonly rule: CorrelationRule;
  readonly translations: readonly Translation[];
  readonly samples: readonly Sample[];
  readonly related?: Related;
}

/** A list of raw events to run, with everything about it that does not depend on the query. */
interface ListTrial {
  readonly kind: Evidence['kind'];
  readonly name: string;
  readonly events: readonly unknown[];
  readonly sigma: boolean;
  readonly misses: readonly { readonly change: string; readonly events: readonly unknown[] }[];
}

/**
 * Evidence for a correlation's queries. A correlation is about many events, so it is proven on lists of
 * them: its samples, and one list constructed from its rules, with near misses that must not fire.
 */
export function proveCorrelation(input: CorrelationProofInput, context: ProofContext): Evidence[] {
  const { rule } = input;
  const all = input.related ?? new Map<string, Rule>();
  const { related, needs } = withRelatedValues(rule, all, context.placeholders);
  const trials = listTrials({ ...input, related }).map((trial) => withExamplesNamed(trial, needs));
  return input.translations.flatMap((translation) =>
    [translation, ...translation.alternatives].flatMap((variant) =>
      proveVariant({ rule, needs }, translation.target, variant, trials, context),
    ),
  );
}

export function listTrials({ rule, samples, related }: CorrelationProofInput): ListTrial[] {
  const rules = basesOf(rule, related ?? new Map<string, Rule>());
  const fires = (raws: readonly unknown[]): boolean =>
    matchCorrelation(
      rule,
      rules,
      raws.flatMap((raw) => firstEvents(raw, rules)),
    ).length > 0;
  const trials = samples.map(({ name, event, written }): ListTrial => {
    const events = Array.isArray(event) ? event : [event];
    return { kind: written ? 'written' : 'sample', name, events, sigma: fires(events), misses: [] };
  });
  const built = constructList(rule, rules);
  if (built) {
    const events = built.map(({ raw }) => raw);
    const misses = missesOf(rule, built).filter((miss) => !fires(miss.events));
    const name = `${events.length} events`;
    trials.push({ kind: 'constructed', name, events, sigma: fires(events), misses });
  }
  return trials;
}

function proveVariant(
  { rule, needs }: Valued<CorrelationRule>,
  target: Target,
  variant: Variant,
  trials: readonly ListTrial[],
  context: ProofContext,
): Evidence[] {
  const { kql, table, label, outcome } = variant;
  if (kql === null || table === null) return [];
  const query = context.compile(kql, target);
  const tables = new Set([table, ...variant.tables]);
  const rowsOf = (raws: readonly unknown[]): TableRow[] =>
    raws
      .flatMap((raw) => toRows(raw, tableSchemas(context.schemas, target), target))
      .filter((row) => tables.has(row.table));
  const fires = (rows: readonly TableRow[]): boolean => 'fires' in query && query.fires(rows);
  return trials.map(({ kind, name, events, sigma, misses }): Evidence => {
    const rows = rowsOf(events);
    const noRow =
      rows.length === 0 ? `no documentation says that these events reach ${table}` : null;
    const waits = needs.length > 0 && kind !== 'constructed' ? needsReason(needs) : null;
    const reason = 'failure' in query ? query.failure : (waits ?? noRow);
    const runs = reason === null;
    return {
      ruleId: rule.id,
      target,
      table,
      label,
      outcome,
      translatorVersion: context.translatorVersion,
      matchedFields: [...rule.correlation.groupBy, ...rule.correlation.fields],
      kind,
      name,
      event: events,
      origin: rows[0]?.origin ?? 'recorded',
      tried: runs ? 1 : 0,
      sigma: runs && sigma,
      kql: runs && fires(rows),
      nearMisses: runs
        ? misses.map((miss) => nearMiss(miss.change, fires(rowsOf(miss.events))))
        : [],
      skipped: reason,
    };
  });
}

function nearMiss(change: string, kql: boolean): NearMiss {
  return { change, field: null, sigma: false, kql };
}
