import { toSigmaEvents } from '@/lib/events';
import {
  coversLogSource,
  type DetectionRule,
  matchRule,
  type Predicate,
  type SigmaEvent,
} from '@/lib/sigma';

/** The event as the rule's log source has it, or null when the event does not belong there. */
export function coveredEvent(rule: DetectionRule, raw: unknown): SigmaEvent | null {
  return toSigmaEvents(raw).find((event) => coversLogSource(rule.logsource, event)) ?? null;
}

/** Whether the rule matches a raw event: its log source covers it and its predicate holds. */
export function matchesRaw(rule: DetectionRule, raw: unknown): boolean {
  return toSigmaEvents(raw).some(
    (event) => coversLogSource(rule.logsource, event) && matchRule(rule, event),
  );
}

/**
 * Whether a table holds an event in rows that are not the telemetry of a category's query there.
 * WindowsEvent takes any channel; its queries for categories read Sysmon, and a Security log's process
 * creation belongs to the queries that read that log.
 */
export function isOtherTelemetry(rule: DetectionRule, event: SigmaEvent, table: string): boolean {
  return (
    table === 'WindowsEvent' &&
    rule.logsource.category !== null &&
    event.fields.Channel === 'Security'
  );
}

const rules = new WeakMap<Predicate, DetectionRule>();

/** Whether a part of a rule's condition holds on an event. */
export function holdsOn(rule: DetectionRule, predicate: Predicate, event: SigmaEvent): boolean {
  let part = rules.get(predicate);
  if (!part) {
    part = { ...rule, predicate };
    rules.set(predicate, part);
  }
  return matchRule(part, event);
}
