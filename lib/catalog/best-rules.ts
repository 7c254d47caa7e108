import { PROOFS } from '@/lib/proof/types';
import { LEVELS } from '@/lib/sigma/types';
import { OUTCOMES } from '@/lib/translate/types';
import type { IndexedRule } from './rule-index';

const BEST = 5;

/** The rules to begin with: the best proven first, then exact ones, then the gravest. Only those with a query. */
export function bestRules(rules: readonly IndexedRule[]): readonly IndexedRule[] {
  const grade = ({ proof, outcome, level }: IndexedRule) =>
    PROOFS.indexOf(proof) * 100 +
    OUTCOMES.indexOf(outcome) * 10 -
    LEVELS.indexOf(level as (typeof LEVELS)[number]);
  return rules
    .filter(({ outcome }) => outcome !== 'unsupported')
    .toSorted((a, b) => grade(a) - grade(b))
    .slice(0, BEST);
}
