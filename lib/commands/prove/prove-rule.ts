import { largest } from '@/lib/long-lists';
import {
  compareOnEvents,
  constructEvents,
  type EventComparison,
  type IndexedEvent,
  indexEvents,
  type ProofContext,
  prove,
  withFilters,
} from '@/lib/proof';
import type { CorrelationRule, DetectionRule, Rule } from '@/lib/sigma';
import type { Translation } from '@/lib/translate';
import type { NamedEvent } from './read-events';
import type { Counts, QueryResult, TargetResult } from './results';

export interface ProveContext {
  readonly proof: ProofContext;
  /** The recorded events, and the same in their order, ready to compare. */
  readonly names: readonly NamedEvent[];
  readonly events: readonly IndexedEvent[];
  /** Also events that are derived from each rule. */
  readonly selfTest: boolean;
}

/** A rule and its translations on events, one result for each translation. */
export function proveRule(
  rule: DetectionRule | CorrelationRule,
  translations: readonly Translation[],
  related: ReadonlyMap<string, Rule>,
  context: ProveContext,
): TargetResult[] {
  if (rule.kind === 'correlation') return proveTogether(rule, translations, related, context);
  const whole = withFilters(rule, related);
  return proveEach(whole, translations, trialsOf(whole, context), context.proof);
}

interface Trials {
  readonly names: readonly NamedEvent[];
  readonly events: readonly IndexedEvent[];
}

function trialsOf(rule: DetectionRule, { proof, names, events, selfTest }: ProveContext): Trials {
  if (!selfTest) return { names, events };
  const made = constructEvents(rule).events.map(
    ({ name, raw }): NamedEvent => ({ name: `made from the rule: ${name}`, raw, owner: null }),
  );
  const indexed = indexEvents(
    made.map(({ raw }) => raw),
    proof,
  );
  return { names: [...names, ...made], events: [...events, ...indexed] };
}

function proveEach(
  rule: DetectionRule,
  translations: readonly Translation[],
  { names, events }: Trials,
  context: ProofContext,
): TargetResult[] {
  return translations.map((translation): TargetResult => {
    const tallies = compareOnEvents(rule, [translation], events, context);
    const own = names.some(({ owner }) => owner === rule.id)
      ? countsOf(tallies, (place) => names[place]?.owner === rule.id)
      : null;
    const queries = tallies.map(
      ({ table, label, outcome, tried, sigma, kql, both, differ, failure }): QueryResult => ({
        table,
        label,
        outcome,
        tried: tried.length,
        sigma: sigma.length,
        kql: kql.length,
        both: both.length,
        differ: differ.map((place) => names[place]?.name ?? String(place)),
        failure,
      }),
    );
    return resultOf(
      translation,
      queries,
      countsOf(tallies, () => true),
      own,
    );
  });
}

/** The result for a target: table, label and failure of its first query, differences of all queries. */
function resultOf(
  { target, table, label, outcome }: Translation,
  queries: readonly QueryResult[],
  counts: Counts,
  own: Counts | null,
): TargetResult {
  const failure = queries[0]?.failure ?? null;
  const differ = [...new Set(queries.flatMap((query) => query.differ))];
  return { target, table, label, outcome, failure, ...counts, differ, own, queries };
}

/** Counts over all queries of a target. Each event counts once. */
function countsOf(tallies: readonly EventComparison[], counts: (place: number) => boolean): Counts {
  const places = (of: (one: EventComparison) => readonly number[]): Set<number> =>
    new Set(tallies.flatMap((one) => of(one).filter(counts)));
  return {
    tried: places(({ tried }) => tried).size,
    sigma: places(({ sigma }) => sigma).size,
    kql: places(({ kql }) => kql).size,
    both: places(({ both }) => both).size,
  };
}

/** A correlation is about many events, so all of them are one trial. */
function proveTogether(
  rule: CorrelationRule,
  translations: readonly Translation[],
  related: ReadonlyMap<string, Rule>,
  { names, proof }: ProveContext,
): TargetResult[] {
  const event = names.map(({ raw }) => raw);
  const name = `all ${event.length} events`;
  return translations.map((translation): TargetResult => {
    const evidence = prove(
      { rule, translations: [translation], samples: [{ name, event }], related },
      proof,
    ).filter(({ kind }) => kind === 'sample');
    const queries = evidence.map(
      ({ table, label, outcome, tried, sigma, kql, skipped }): QueryResult => ({
        table,
        label,
        outcome,
        tried,
        sigma: sigma ? 1 : 0,
        kql: kql ? 1 : 0,
        both: sigma && kql ? 1 : 0,
        differ: sigma === kql ? [] : [name],
        failure: tried === 0 && skipped !== null && event.length > 0 ? skipped : null,
      }),
    );
    const most = (of: (one: QueryResult) => number): number => largest(queries.map(of), 0);
    const counts = {
      tried: most(({ tried }) => tried),
      sigma: most(({ sigma }) => sigma),
      kql: most(({ kql }) => kql),
      both: most(({ both }) => both),
    };
    return resultOf(translation, queries, counts, null);
  });
}
