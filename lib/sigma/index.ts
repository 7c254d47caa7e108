export { applyFilters } from './apply-filters';
export { checkRule } from './check-rule';
export { checkTogether } from './check-together';
export { toNumber } from './compile-test';

export { detectionOf } from './detection-of';
export { expandPlaceholders } from './expand-placeholders';
export { type ExplainedPart, type Explanation, explainRule } from './explain-rule';
export { fold } from './fold';
export { matchCorrelation } from './match-correlation/match-correlation';
export { coversLogSource, createMatcher, matchRule } from './match-rule';
export { openPlaceholders } from './open-placeholders';
export { parseRules } from './parse-rules';
export { parsePattern } from './pattern';
export { relatedRules } from './related-rules';
export { namedPlaces, negates, waysToHold } from './rule-condition';
export { boundImplies, impliedPairs, leafKey } from './test-implies';
export * from './types';
export type { Leaf } from './walk-predicate';
