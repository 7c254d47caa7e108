import type { DetectionRule, FilterRule, Predicate } from './types';
import { createPredicateMap } from './walk-predicate';

/**
 * The rule with every filter that applies to it (filters specification 2.1.0): named by the rule's id or
 * name, or for any rule, and with a log source that the rule's has all of. A filter's condition is
 * ANDed to the rule's, as SigmaHQ's documentation and its reference implementation have it: an
 * exclusion says `not selection`. The rule itself comes back when no filter applies. Tests that come
 * from a filter have its id or title in `origin.filter`.
 */
export function applyFilters(rule: DetectionRule, filters: readonly FilterRule[]): DetectionRule {
  const added = filters
    .filter((filter) => appliesTo(filter, rule))
    .map((filter) => {
      const name = filter.id || filter.title;
      const mark = createPredicateMap((leaf) => ({
        ...leaf,
        origin: { ...leaf.origin, filter: name },
      }));
      return mark(filter.filter.predicate);
    });
  if (added.length === 0) return rule;
  return { ...rule, predicate: both(rule.predicate, added) };
}

/** A filter names rules by id or name, and a log source that the rule's has to have all of. */
function appliesTo({ filter, logsource }: FilterRule, rule: DetectionRule): boolean {
  const { rules } = filter;
  const named =
    rules === 'any' || rules.some((one) => one !== '' && (one === rule.id || one === rule.name));
  return (
    named &&
    (['product', 'category', 'service'] as const).every(
      (part) => logsource[part] === null || logsource[part] === rule.logsource[part],
    )
  );
}

function both(predicate: Predicate, added: readonly Predicate[]): Predicate {
  const open = predicate.kind === 'and' && predicate.selection === undefined;
  return { kind: 'and', of: open ? [...predicate.of, ...added] : [predicate, ...added] };
}
