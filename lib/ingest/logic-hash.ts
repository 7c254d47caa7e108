import { ANY, type LogSource, ONE, type Predicate, type Rule } from '@/lib/sigma';
import { sha256 } from './hash';

/**
 * A hash of what a rule looks for: its log source and its tests, without names, order and metadata. Rules
 * with the same hash match the same events. Empty for a rule that is not a detection rule.
 */
export function logicHash(rule: Rule | null): string {
  if (rule?.kind !== 'detection') return '';
  return sha256(`${placeOf(rule.logsource)}\n${logicOf(rule.predicate)}`);
}

function placeOf({ product, category, service }: LogSource): string {
  return JSON.stringify([product, category, service]);
}

function logicOf(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'test':
      return JSON.stringify([predicate.field, predicate.test], (_, value: unknown) =>
        value === ANY ? { any: true } : value === ONE ? { one: true } : value,
      );
    case 'not':
      return `not(${logicOf(predicate.of)})`;
    default: {
      const parts = [...new Set(predicate.of.map(logicOf))].sort();
      return parts.length === 1 ? (parts[0] ?? '') : `${predicate.kind}(${parts.join()})`;
    }
  }
}
