import type { Rule } from './types';

/**
 * The other rules that a rule's translation depends on: those that a correlation refers to, directly or
 * through other correlations, and the filters that apply. By id and by name, as rules refer to each
 * other.
 */
export function relatedRules(rules: readonly Rule[]): (rule: Rule) => ReadonlyMap<string, Rule> {
  const byReference = new Map<string, Rule>();
  for (const rule of rules) {
    if (rule.name && !byReference.has(rule.name)) byReference.set(rule.name, rule);
  }
  for (const rule of rules) byReference.set(rule.id, rule);
  const filters = rules.filter((rule) => rule.kind === 'filter');

  return (rule) => {
    const found = new Map<string, Rule>();
    const add = (other: Rule) => {
      found.set(other.id, other);
      if (other.name) found.set(other.name, other);
    };
    const queue: Rule[] = [rule];
    const seen = new Set<string>();
    for (let next = queue.pop(); next; next = queue.pop()) {
      if (seen.has(next.id)) continue;
      seen.add(next.id);
      const { id, name } = next;
      for (const filter of filters) {
        const { rules: named } = filter.filter;
        if (named === 'any' || named.includes(id) || (name !== null && named.includes(name))) {
          add(filter);
        }
      }
      if (next.kind !== 'correlation') continue;
      if (next.counted) add(next.counted);
      for (const reference of next.correlation.rules) {
        const other = byReference.get(reference);
        if (!other) continue;
        add(other);
        queue.push(other);
      }
    }
    return found;
  };
}
