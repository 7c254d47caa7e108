export { readBundle } from './bundle';
export {
  type Counts,
  type Coverage,
  type CoverageEntry,
  type CoveredRule,
  coverage,
} from './coverage';
export { type AttackFacts, attackFromFacts, FACTS_FILE, readFacts } from './facts';
export { namedByTags } from './named-by-tags';
export { navigatorLayer } from './navigator';
export { firstSentences, leadAndRest } from './plain-text';
export { resolveTag } from './tag';
export type { Attack, Linked, Tactic, Technique } from './types';
