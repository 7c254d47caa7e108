import type { Diagnostic } from '@/lib/diagnostic';
import type { Target } from '@/lib/target';
import type { Variant } from './types';

/**
 * The most characters that a scheduled analytics rule of Microsoft Sentinel takes, from
 * https://learn.microsoft.com/en-us/azure/sentinel/create-analytics-rules ("Rule query best practices").
 * For custom detections of Defender XDR none is documented.
 */
export const SENTINEL_RULE_CHARACTERS = 10_000;

/** A variant with what a service would refuse about its query; the query itself is as good as before. */
export function withLimits<Any extends Variant>(variant: Any, target: Target): Any {
  const { kql } = variant;
  if (target === 'defender-xdr' || kql === null || kql.length <= SENTINEL_RULE_CHARACTERS) {
    return variant;
  }
  const told: Diagnostic = {
    severity: 'info',
    code: 'translate/query-length',
    message: `The query has ${count(kql.length)} characters; a scheduled analytics rule in Microsoft Sentinel accepts at most ${count(SENTINEL_RULE_CHARACTERS)}`,
    hint: 'Run it as a hunting query, or save it as a function in your workspace and call the function from the rule.',
  };
  return { ...variant, diagnostics: [...variant.diagnostics, told] };
}

/**
 * How far back the services look, in days: a scheduled analytics rule
 * (https://learn.microsoft.com/en-us/azure/sentinel/scheduled-rules-overview), an advanced hunting query
 * (https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-limits).
 */
const LOOKBACK_DAYS: Readonly<Record<Target, number>> = {
  'sentinel-asim': 14,
  sentinel: 14,
  'defender-xdr': 30,
};

/** A correlation with what its windows need more of than a rule of the service sees. */
export function withLookback(variant: Variant, target: Target, timespan: number): Variant {
  const days = LOOKBACK_DAYS[target];
  if (variant.kql === null || timespan <= days * 86_400) return variant;
  const service =
    target === 'defender-xdr'
      ? 'Defender’s advanced hunting'
      : 'a scheduled analytics rule of Microsoft Sentinel';
  const told: Diagnostic = {
    severity: 'info',
    code: 'translate/lookback',
    message: `The query looks back more than ${days} days, the most that ${service} allows`,
    hint:
      target === 'defender-xdr'
        ? 'Shorten the timespan.'
        : 'Shorten the timespan, or run the query as a hunt.',
  };
  return { ...variant, diagnostics: [...variant.diagnostics, told] };
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
