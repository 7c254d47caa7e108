import { checkRegex } from './regex';
import type { Predicate, Test } from './types';

/**
 * Tests that no event can be judged by: a placeholder whose values are unknown, and a regular
 * expression outside of Sigma's subset. A rule with one matches nothing, for calling the test false
 * would make the rule match wherever the test is negated.
 */
export function isUndecidable(test: Test): boolean {
  if (test.kind === 'regex') return checkRegex(test.source, test.flags) !== null;
  return test.kind === 'placeholder';
}

export function hasUndecidable(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.of.some(hasUndecidable);
    case 'not':
      return hasUndecidable(predicate.of);
    case 'test':
      return isUndecidable(predicate.test);
  }
}
