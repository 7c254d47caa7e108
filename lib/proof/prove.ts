import { type TableRow, tableSchemas, toRows } from '@/lib/events';
import { type DetectionRule, explainRule, type Rule, type Test } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { Translation, Variant } from '@/lib/translate';
import { asSecurityEvents } from './as-security-event';
import { filtered } from './compare-on-events';
import { constructEvents } from './construct-events';
import { coveredEvent, isOtherTelemetry, matchesRaw } from './matching';
import { type Miss, nearMisses, shapeMisses } from './near-misses';
import { agrees } from './proof-of';
import { proveCorrelation } from './prove-correlation';
import type { ProofContext } from './run-query';
import type { Evidence, NearMiss, Sample } from './types';

export interface ProofInput {
  readonly rule: Rule;
  readonly translations: readonly Translation[];
  readonly samples: readonly Sample[];
  /** Rules that a correlation refers to, by id or name. */
  readonly related?: ReadonlyMap<string, Rule>;
}

/** An event to run, with everything about it that does not depend on the query. */
interface Trial {
  readonly kind: Evidence['kind'];
  readonly name: string;
  readonly raw: unknown;
  readonly sigma: boolean;
  readonly matchedFields: readonly string[];
  readonly misses: readonly Miss[];
  /** The only table this form of the event is meant for, or null for all. */
  readonly table: string | null;
}

/** Disagreements are kept one by one up to here, for reading; the rest is in the count. */
const MAX_DISAGREEMENTS = 5;
const MAX_KEPT_MISSES = 40;

/** See `index.ts`. */
export function prove(input: ProofInput, context: ProofContext): Evidence[] {
  const { rule: whole, related } = input;
  if (whole.kind === 'correlation') return proveCorrelation({ ...input, rule: whole }, context);
  if (whole.kind !== 'detection') return [];
  const rule = filtered(whole, related);
  const variants = input.translations.flatMap((translation) =>
    [translation, ...translation.alternatives].map((variant) => ({
      target: translation.target,
      variant,
    })),
  );
  if (!variants.some(({ variant }) => variant.kql !== null)) return [];
  const trials = trialsOf(rule, input.samples);
  const rows = createRowCache(context);
  return variants.flatMap(({ target, variant }) =>
    proveVariant(rule, target, variant, trials, rows, context),
  );
}

function trialsOf(rule: DetectionRule, samples: readonly Sample[]): Trial[] {
  const trials: Trial[] = [];
  for (const { name, event, written } of samples) {
    trials.push(trial(rule, written ? 'written' : 'sample', name, event, true, null));
  }
  const { events } = constructEvents(rule);
  const used = new Set<Test>();
  for (const [at, { name, raw }] of events.entries()) {
    const base = trial(rule, 'constructed', name, raw, at === 0, null);
    // The first event has all kinds of near misses; the others those that their own part adds.
    trials.push(at === 0 ? base : { ...base, misses: shapeMisses(rule, raw, used) });
    for (const form of asSecurityEvents(raw)) {
      const other = trial(rule, 'constructed', name, form, at === 0, 'SecurityEvent');
      // The Security log may lack a field that the rule needs; then there is no such event.
      if (other.sigma) trials.push(other);
    }
  }
  return trials;
}

function trial(
  rule: DetectionRule,
  kind: Evidence['kind'],
  name: string,
  raw: unknown,
  withMisses: boolean,
  table: string | null,
): Trial {
  const event = coveredEvent(rule, raw);
  const sigma = matchesRaw(rule, raw);
  return {
    kind,
    name,
    raw,
    sigma,
    matchedFields: event && sigma ? explainRule(rule, event).matchedFields : [],
    misses: withMisses && sigma ? nearMisses(rule, raw) : [],
    table,
  };
}

/** Rows of raw events by target, each made once. */
type RowCache = (raw: unknown, target: Target) => readonly TableRow[];

function createRowCache({ schemas }: ProofContext): RowCache {
  const cache = new Map<unknown, Map<Target, readonly TableRow[]>>();
  return (raw, target) => {
    const known = cache.get(raw) ?? new Map<Target, readonly TableRow[]>();
    cache.set(raw, known);
    const before = known.get(target);
    if (before) return before;
    const rows = toRows(raw, tableSchemas(schemas, target), target);
    known.set(target, rows);
    return rows;
  };
}

function proveVariant(
  rule: DetectionRule,
  target: Target,
  variant: Variant,
  trials: readonly Trial[],
  rowsOf: RowCache,
  context: ProofContext,
): Evidence[] {
  const { kql, table } = variant;
  if (kql === null || table === null) return [];
  const base = {
    ruleId: rule.id,
    target,
    table,
    label: variant.label,
    outcome: variant.outcome,
    translatorVersion: context.translatorVersion,
  };
  const query = context.compile(kql, target);
  const tables = new Set([table, ...variant.tables]);
  const ownRows = (raw: unknown): readonly TableRow[] =>
    rowsOf(raw, target).filter((row) => tables.has(row.table));
  const evidence: Evidence[] = [];
  const run: Trial[] = [];
  for (const one of trials) {
    const event = coveredEvent(rule, one.raw);
    const other = event !== null && isOtherTelemetry(rule, event, table);
    const meant = !other && (one.table === null || one.table === table);
    if (meant && ownRows(one.raw).length > 0) run.push(one);
  }
  const skipped = (
    kind: Evidence['kind'],
    name: string,
    event: unknown,
    reason: string,
  ): Evidence => ({
    ...base,
    kind,
    name,
    event,
    origin: 'recorded',
    tried: 0,
    matchedFields: [],
    sigma: false,
    kql: false,
    nearMisses: [],
    skipped: reason,
  });
  if ('failure' in query) {
    const [first] = trials;
    return first ? [skipped(first.kind, first.name, first.raw, query.failure)] : [];
  }
  const fires = (raw: unknown): boolean => query.fires(ownRows(raw));
  const evaluate = (one: Trial): Evidence => ({
    ...base,
    kind: one.kind,
    name: one.name,
    event: one.raw,
    origin: ownRows(one.raw)[0]?.origin ?? 'recorded',
    tried: 1,
    matchedFields: one.matchedFields,
    sigma: one.sigma,
    kql: fires(one.raw),
    nearMisses: one.misses.map(
      ({ change, field, raw }): NearMiss => ({ change, field, sigma: false, kql: fires(raw) }),
    ),
    skipped: null,
  });
  for (const one of trials.filter(({ kind }) => kind !== 'constructed')) {
    evidence.push(
      run.includes(one)
        ? evaluate(one)
        : skipped(one.kind, one.name, one.raw, `nothing documented puts this event into ${table}`),
    );
  }
  evidence.push(...summarize(run.filter(({ kind }) => kind === 'constructed').map(evaluate)));
  if (evidence.length === 0) {
    const [first] = trials;
    const reason = first
      ? `nothing documented puts this event into ${table}`
      : (constructEvents(rule, 1).reason ?? 'no event');
    evidence.push(skipped('constructed', first?.name ?? 'none', first?.raw ?? null, reason));
  }
  return evidence;
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
