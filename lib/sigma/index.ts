export { coversLogSource, createMatcher, matchRule } from './match-rule';
export { parseRules } from './parse-rules';
export * from './types';
