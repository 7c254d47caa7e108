import { applyFilters, type DetectionRule, type Rule } from '@/lib/sigma';

/** A rule with the filters among `related` that apply to it, as translation applies them. */
export function withFilters(
  rule: DetectionRule,
  related: ReadonlyMap<string, Rule> | undefined,
): DetectionRule {
  const filters = new Set([...(related?.values() ?? [])].filter((one) => one.kind === 'filter'));
  return filters.size === 0 ? rule : applyFilters(rule, [...filters]);
}
