import { type DetectionRule, explainRule, type SigmaEvent, type Test } from '@/lib/sigma';
import { asSecurityEvents } from './as-security-event';
import { constructEvents } from './construct-events';
import { coveredEvent, matchesRaw } from './match-raw-event';
import type { Miss } from './near-misses/miss';
import { nearMisses, shapeMisses } from './near-misses/near-misses';
import type { Evidence, Sample } from './types';

/** An event to run, with everything about it that does not depend on the query. */
export interface Trial {
  readonly kind: Evidence['kind'];
  readonly name: string;
  readonly raw: unknown;
  /** The event as the rule's log source has it; null if it does not belong there. */
  readonly event: SigmaEvent | null;
  readonly sigma: boolean;
  readonly matchedFields: readonly string[];
  readonly misses: readonly Miss[];
  /** The only table this form of the event is meant for, or null for all. */
  readonly table: string | null;
}

export function trialsOf(rule: DetectionRule, samples: readonly Sample[]): Trial[] {
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
    event,
    sigma,
    matchedFields: event && sigma ? explainRule(rule, event).matchedFields : [],
    misses: withMisses && sigma ? nearMisses(rule, raw) : [],
    table,
  };
}
