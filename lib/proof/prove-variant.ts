import type { TableRow } from '@/lib/events';
import type { DetectionRule } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { Variant } from '@/lib/translate';
import { constructEvents } from './construct-events';
import { isOtherTelemetry } from './match-raw-event';
import type { ProofContext } from './proof-context';
import { agrees } from './proof-of';
import type { RowCache } from './row-cache';
import type { Trial } from './trials';
import type { Evidence, NearMiss } from './types';
import { needsReason, type Valued } from './with-values';

/** Disagreements are kept one by one up to here, for reading; the rest is in the count. */
const MAX_DISAGREEMENTS = 5;
const MAX_KEPT_MISSES = 40;

/** What every piece of evidence about one query has in common. */
type QueryEvidence = Pick<
  Evidence,
  'ruleId' | 'target' | 'table' | 'label' | 'outcome' | 'translatorVersion'
>;

/** The evidence of one of a rule's queries, run on every trial whose event its table holds. */
export function proveVariant(
  { rule, needs }: Valued<DetectionRule>,
  target: Target,
  variant: Variant,
  trials: readonly Trial[],
  rowsOf: RowCache,
  context: ProofContext,
): Evidence[] {
  const { kql, table, label, outcome } = variant;
  if (kql === null || table === null) return [];
  const { translatorVersion } = context;
  const base: QueryEvidence = { ruleId: rule.id, target, table, label, outcome, translatorVersion };
  const query = context.compile(kql, target);
  const [first] = trials;
  if ('failure' in query) return first ? [skipped(base, first, query.failure)] : [];
  const tables = new Set([table, ...variant.tables]);
  const ownRows = (raw: unknown): readonly TableRow[] =>
    rowsOf(raw, target).filter((row) => tables.has(row.table));
  const fires = (raw: unknown): boolean => query.fires(ownRows(raw));
  const evaluate = (trial: Trial): Evidence =>
    evaluated(base, trial, ownRows(trial.raw)[0]?.origin ?? 'recorded', fires);

  const canRun = new Set(
    trials.filter((trial) => isMeantFor(rule, trial, table) && ownRows(trial.raw).length > 0),
  );
  const noRow = `no documentation says that this event reaches ${table}`;
  const samples = trials
    .filter(({ kind }) => kind !== 'constructed')
    .map((trial) => {
      if (needs.length > 0) return skipped(base, trial, needsReason(needs));
      return canRun.has(trial) ? evaluate(trial) : skipped(base, trial, noRow);
    });
  const constructed = [...canRun].filter(({ kind }) => kind === 'constructed').map(evaluate);
  const evidence = [...samples, ...summarize(constructed)];
  if (evidence.length > 0) return evidence;
  const reason = first ? noRow : (constructEvents(rule, 1).reason ?? 'no event');
  const { name, raw } = first ?? { name: 'none', raw: null };
  return [skipped(base, { kind: 'constructed', name, raw }, reason)];
}

/** Whether the trial's event is of the telemetry that a query on the table reads. */
export function isMeantFor(rule: DetectionRule, trial: Trial, table: string): boolean {
  const { event } = trial;
  if (event !== null && isOtherTelemetry(rule, event, table)) return false;
  return trial.table === null || trial.table === table;
}

function evaluated(
  base: QueryEvidence,
  { kind, name, raw, sigma, matchedFields, misses }: Trial,
  origin: Evidence['origin'],
  fires: (raw: unknown) => boolean,
): Evidence {
  return {
    ...base,
    kind,
    name,
    event: raw,
    origin,
    tried: 1,
    matchedFields,
    sigma,
    kql: fires(raw),
    nearMisses: misses.map(
      (miss): NearMiss => ({
        change: miss.change,
        field: miss.field,
        sigma: false,
        kql: fires(miss.raw),
      }),
    ),
    skipped: null,
  };
}

function skipped(
  base: QueryEvidence,
  { kind, name, raw }: Pick<Trial, 'kind' | 'name' | 'raw'>,
  reason: string,
): Evidence {
  return {
    ...base,
    kind,
    name,
    event: raw,
    origin: 'recorded',
    tried: 0,
    matchedFields: [],
    sigma: false,
    kql: false,
    nearMisses: [],
    skipped: reason,
  };
}

/**
 * One piece of evidence for all constructed events that agree, with the near misses of all of them, and
 * one for each that does not.
 */
function summarize(all: readonly Evidence[]): Evidence[] {
  const agreed = all.filter(agrees);
  const disagreed = all.filter((one) => !agrees(one));
  const [first] = agreed;
  const changes = new Map(
    agreed.flatMap(({ nearMisses }) => nearMisses.map((miss) => [miss.change, miss] as const)),
  );
  const nearMisses = [...changes.values()].slice(0, MAX_KEPT_MISSES);
  return [
    ...(first ? [{ ...first, tried: agreed.length, nearMisses }] : []),
    ...disagreed.slice(0, MAX_DISAGREEMENTS),
  ];
}
