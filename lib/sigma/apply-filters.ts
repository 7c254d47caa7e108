import type { DetectionRule, FilterRule, Predicate } from './types';
import { createPredicateMap } from './walk-predicate';

/**
 * The rule combined with every filter that applies to it (filters specification 2.1.0). A filter applies
 * if it names the rule's id or name, or any rule, and if the rule's log source has all parts of the
 * filter's. Its condition is ANDed to the rule's, as in SigmaHQ's documentation and reference
 * implementation, so an exclusion is written `not selection`. Returns the rule itself when no filter
 * applies. Tests from a filter have its id or title in `origin.filter`.
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

/** Whether the filter names the rule, and the rule's log source has all parts of the filter's. */
function appliesTo({ filter, logsource }: FilterRule, rule: DetectionRule): boolean {
  const { rules } = filter;
  const { id, name } = rule.countedBy ?? rule;
  return (
    (rules === 'any' || rules.some((one) => one !== '' && [id, name].includes(one))) &&
    (['product', 'category', 'service'] as const).every(
      (part) => logsource[part] === null || logsource[part] === rule.logsource[part],
    )
  );
}

function both(predicate: Predicate, added: readonly Predicate[]): Predicate {
  const open = predicate.kind === 'and' && predicate.selection === undefined;
  return { kind: 'and', of: open ? [...predicate.of, ...added] : [predicate, ...added] };
}
