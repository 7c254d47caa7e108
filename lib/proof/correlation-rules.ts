import { toSigmaEvents } from '@/lib/events';
import type { CorrelationRule, DetectionRule, Rule, SigmaEvent } from '@/lib/sigma';

/** Longer lists would add no evidence to shorter ones. */
export const MAX_DEPTH = 4;

export type Related = ReadonlyMap<string, Rule>;

export type Base = DetectionRule | CorrelationRule;

/** The rules that a correlation is over, those of chained correlations included. */
export function basesOf(rule: CorrelationRule, related: Related, depth = 0): Base[] {
  if (depth > MAX_DEPTH) return [];
  return rule.correlation.rules.flatMap((reference): Base[] => {
    const found = related.get(reference);
    if (found?.kind === 'detection') return [found];
    if (found?.kind === 'correlation') return [found, ...basesOf(found, related, depth + 1)];
    return [];
  });
}

/** One view of each event: the matcher looks at log sources itself. */
export function firstEvents(raw: unknown, rules: readonly Base[]): SigmaEvent[] {
  const events = toSigmaEvents(raw);
  const wanted = events.find((event) =>
    rules.some((rule) => rule.kind === 'detection' && rule.logsource.category === event.category),
  );
  const chosen = wanted ?? events[0];
  return chosen ? [chosen] : [];
}
