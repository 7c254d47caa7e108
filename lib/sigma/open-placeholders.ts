import type { DetectionRule } from './types';
import { sumTests } from './walk-predicate';

/** The names of the placeholders of a rule that have no value, in the order of their first use. */
export function openPlaceholders(rule: DetectionRule): string[] {
  const names = new Set<string>();
  sumTests(rule.predicate, ({ test }) => {
    if (test.kind === 'placeholder') for (const name of test.names) names.add(name);
    return 0;
  });
  return [...names];
}
