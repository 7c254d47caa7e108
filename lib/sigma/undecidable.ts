import { checkRegex } from './regex';
import type { Predicate, Test } from './types';
import { sumTests } from './walk-predicate';

/**
 * Tests that cannot be evaluated on any event: a placeholder whose values are unknown, and a regular
 * expression outside of Sigma's subset. A rule with one matches nothing, for calling the test false
 * would make the rule match wherever the test is negated.
 */
export function isUndecidable(test: Test): boolean {
  if (test.kind === 'regex') return checkRegex(test.source, test.flags) !== null;
  return test.kind === 'placeholder';
}

export function hasUndecidable(predicate: Predicate): boolean {
  return sumTests(predicate, ({ test }) => (isUndecidable(test) ? 1 : 0)) > 0;
}
