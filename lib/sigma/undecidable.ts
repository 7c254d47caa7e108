import { checkRegex } from './regex';
import type { Predicate, Test } from './types';
import { sumTests } from './walk-predicate';

/**
 * Tests that cannot be evaluated on any event: a placeholder with unknown values, or a regular expression
 * outside Sigma's subset. A rule with one matches nothing, because treating the test as false would make
 * the rule match if the test is negated.
 */
export function isUndecidable(test: Test): boolean {
  if (test.kind === 'regex') return checkRegex(test.source, test.flags) !== null;
  return test.kind === 'placeholder';
}

export function hasUndecidable(predicate: Predicate): boolean {
  return sumTests(predicate, ({ test }) => (isUndecidable(test) ? 1 : 0)) > 0;
}
