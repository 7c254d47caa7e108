import type { Rule } from '@/lib/sigma';

/** The other rules that one rests on, by id and by name: all that were pasted with it, and of filters those that are for it. */
export function relatedRules(rule: Rule, rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  const related = new Map<string, Rule>();
  for (const other of rules) {
    if (other === rule || (other.kind === 'filter' && !isFor(other.filter.rules, rule))) continue;
    related.set(other.id, other);
    if (other.name) related.set(other.name, other);
  }
  return related;
}

function isFor(named: readonly string[] | 'any', { id, name }: Rule): boolean {
  return named === 'any' || named.includes(id) || (name !== null && named.includes(name));
}
