export { readBundle } from './bundle';
export {
  type Counts,
  type Coverage,
  type CoverageCell,
  type CoverageColumn,
  type CoverageEntry,
  type CoveredRule,
  coverage,
} from './coverage';
export { type AttackFacts, attackFromFacts, readFacts } from './facts';
export { type NavigatorLayer, type NavigatorOptions, navigatorLayer } from './navigator';
export { ATTACK_NOTICE, ATTACK_TERMS } from './notice';
export { firstSentences, plainText } from './plain-text';
export { type ResolvedTag, resolveTag } from './tag';
export type { Attack, Linked, Tactic, Technique } from './types';
