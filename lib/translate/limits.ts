import type { Diagnostic } from '@/lib/diagnostic';
import type { Target } from '@/lib/target';
import type { Variant } from './types';

/**
 * The longest query, in characters, that a scheduled analytics rule of Microsoft Sentinel accepts:
 * https://learn.microsoft.com/en-us/azure/sentinel/create-analytics-rules ("Rule query best practices").
 * No limit is documented for custom detections of Defender XDR.
 */
export const SENTINEL_RULE_CHARACTERS = 10_000;

/** The variant with a diagnostic if a service would refuse its query. The query does not change. */
export function withLimits<Any extends Variant>(variant: Any, target: Target): Any {
  const { kql } = variant;
  if (target === 'defender-xdr' || kql === null || kql.length <= SENTINEL_RULE_CHARACTERS) {
    return variant;
  }
  const limit: Diagnostic = {
    severity: 'info',
    code: 'translate/query-length',
    message: `The query has ${count(kql.length)} characters; a scheduled analytics rule in Microsoft Sentinel accepts at most ${count(SENTINEL_RULE_CHARACTERS)}`,
    hint: 'Run it as a hunting query, or save it as a function in your workspace and call the function from the rule.',
  };
  return { ...variant, diagnostics: [...variant.diagnostics, limit] };
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

/** The correlation with a diagnostic if its windows are longer than a rule of the service can see. */
export function withLookback(variant: Variant, target: Target, timespan: number): Variant {
  const days = LOOKBACK_DAYS[target];
  if (variant.kql === null || timespan <= days * 86_400) return variant;
  const service =
    target === 'defender-xdr'
      ? 'Defender’s advanced hunting'
      : 'a scheduled analytics rule of Microsoft Sentinel';
  const limit: Diagnostic = {
    severity: 'info',
    code: 'translate/lookback',
    message: `The query looks back more than ${days} days, the most that ${service} allows`,
    hint:
      target === 'defender-xdr'
        ? 'Shorten the timespan.'
        : 'Shorten the timespan, or run the query as a hunt.',
  };
  return { ...variant, diagnostics: [...variant.diagnostics, limit] };
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
