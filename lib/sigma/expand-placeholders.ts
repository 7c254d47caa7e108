import { ownValue } from '@/lib/own-value';
import { lowerValue } from './detection';
import { createValueReader } from './modifiers/value-reader';
import { substitutePlaceholders } from './placeholders';
import type { DetectionRule, Predicate } from './types';
import { createPredicateMap, type Leaf } from './walk-predicate';

/** The most combinations of several placeholders in one value. */
const MAX_COMBINATIONS = 10_000;

/**
 * The rule with its placeholders replaced: `{ Administrators: ['adm_*'] }` puts `adm_*` for
 * `%Administrators%`, in Sigma's notation, before the field's other modifiers apply. Several values are
 * ORed. A placeholder without a value, or with one that a modifier refuses, stays as it is, and the rule
 * then matches nothing.
 */
export function expandPlaceholders(
  rule: DetectionRule,
  values: Readonly<Record<string, readonly string[]>>,
): DetectionRule {
  const map = createPredicateMap((leaf) => expandLeaf(leaf, values));
  return {
    ...rule,
    predicate: map(rule.predicate),
    selections: rule.selections.map((selection) => ({
      ...selection,
      predicate: map(selection.predicate),
    })),
  };
}

function expandLeaf(leaf: Leaf, values: Readonly<Record<string, readonly string[]>>): Predicate {
  const { test, origin } = leaf;
  if (test.kind !== 'placeholder') return leaf;
  let combinations = 1;
  for (const name of test.names) {
    combinations *= Object.hasOwn(values, name) ? (ownValue(values, name)?.length ?? 0) : 0;
  }
  if (combinations === 0 || combinations > MAX_COMBINATIONS) return leaf;
  const modifiers = origin.modifiers.filter((modifier) => modifier !== 'expand');
  const read = createValueReader(modifiers);
  const of: Predicate[] = [];
  for (const text of substitutePlaceholders(test.source, values)) {
    // A value that a modifier refuses (say, not a network under `cidr`) leaves the placeholder open, so
    // that the rule is still refused and the placeholder named.
    const lowered = lowerValue(text, { ...origin, value: text, modifiers }, read, () => undefined);
    if (!lowered) return leaf;
    of.push(withOrigin(lowered, leaf));
  }
  const [first] = of;
  return of.length === 1 && first ? first : { kind: 'or', of };
}

/** Tests keep the rule's text as their origin, not the replacement. */
function withOrigin(predicate: Predicate, { origin }: Leaf): Predicate {
  return createPredicateMap((leaf) => ({ ...leaf, origin }))(predicate);
}
