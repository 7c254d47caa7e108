/**
 * Proof: queries run on events, beside the rule itself.
 *
 * @module
 */
import type { DetectionRule } from '@/lib/sigma';
import type { Translation } from '@/lib/translate';
import {
  compareOnEvents as count,
  type EventComparison,
  type IndexedEvent,
  indexEvents as index,
} from './compare-on-events';
import { type Construction, constructEvents as construct } from './construct-events';
import { agrees as agree, proofOf as badge } from './proof-of';
import { type ProofInput, prove as run } from './prove';
import type { ProofContext } from './run-query';
import type { Evidence, Proof } from './types';

export { type EventComparison, filtered, type IndexedEvent } from './compare-on-events';
export type { ConstructedEvent, Construction } from './construct-events';
export { createContext } from './context';
export { createProofPool, type ProofAnswer, type ProofPool, type ProofTask } from './proof-pool';
export type { ProofInput } from './prove';
export type { ProofContext, RunnableQuery } from './run-query';
export * from './types';

/**
 * Evidence for a rule's queries: each sample, and events constructed from the rule, run through the
 * Sigma matcher and through the printed KQL, with near misses that must fire in neither. One piece
 * of evidence per query and sample; one per query for all constructed events that agree, and one for
 * each constructed event that does not (at most five). An event without a documented row in the
 * query's table is `skipped` with that reason. Pure and deterministic; nothing throws.
 */
export function prove(input: ProofInput, context: ProofContext): Evidence[] {
  return run(input, context);
}

/** Raw events made ready for `compareOnEvents`: read once, for any number of rules. */
export function indexEvents(
  raws: readonly unknown[],
  context: ProofContext,
): readonly IndexedEvent[] {
  return index(raws, context);
}

/**
 * A rule and each of its queries on the same events: of those in the rule's log source that have a row
 * in the query's table (`tried`), which the rule matches, which the query, which both, and on which they
 * differ; all as places in `events`. A query that cannot be run says why.
 */
export function compareOnEvents(
  rule: DetectionRule,
  translations: readonly Translation[],
  events: readonly IndexedEvent[],
  context: ProofContext,
): EventComparison[] {
  return count(rule, translations, events, context);
}

/**
 * Events derived from a rule so that it matches them: at least one, more until each comparison that
 * can make the rule match has been used or `maxEvents` (40) is reached, then the first again in
 * other letter case and without the fields that only exclusions test. Each is checked with the
 * matcher. A consistency check of translation, never evidence of what a sensor writes. `reason` says
 * why there is none: a placeholder without a value, or a condition that contradicts itself.
 */
export function constructEvents(rule: DetectionRule, maxEvents?: number): Construction {
  return construct(rule, maxEvents);
}

/**
 * The badge of a rule, from its queries and their evidence:
 * - `proven`: an exact query fires on a published sample, on a row that a connector writes for that
 *   very event, and nothing run through this query disagrees with the rule;
 * - `constructed`: the same, but only on constructed events, on samples written for the rule, or on
 *   another sensor's equivalent rows;
 * - `checked`: there is an exact query, clean under Microsoft's binder, but no event could be run
 *   through it, or one disagreed;
 * - `approximate`: all queries say that they are wider or narrower than the rule;
 * - `none`: no query.
 */
export function proofOf(
  translations: readonly Translation[],
  evidence: readonly Evidence[],
): Proof {
  return badge(translations, evidence);
}

/** Whether rule and query say the same of an event and of all its near misses. */
export function agrees(evidence: Evidence): boolean {
  return agree(evidence);
}
