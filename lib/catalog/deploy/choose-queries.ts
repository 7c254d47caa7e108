import type { OwnTables } from '@/lib/own-tables/own-tables';
import type { Target } from '@/lib/target';
import { runsWith } from '../query-tests';
import type { IndexedRule } from '../rule-index';
import type { DeployableRule, RuleDeployable } from './deployables';

/**
 * The queries of a rule that are exported, one for each target: its own, or with a list of tables the first
 * that runs with them. A rule none of whose queries runs with them has none.
 */
export function chooseQueries(
  { deployables }: DeployableRule,
  { queries }: Pick<IndexedRule, 'queries'>,
  targets: readonly Target[],
  own: OwnTables | null,
): readonly RuleDeployable[] {
  const runs = own && runsWith(own);
  const fits = ({ target, table, isAlternative }: RuleDeployable) => {
    if (!runs) return !isAlternative;
    const indexed = queries.find(
      (one) => one.target === target && one.table === table && one.primary !== isAlternative,
    );
    return indexed !== undefined && runs(indexed);
  };
  return targets.flatMap(
    (target) => deployables.find((one) => one.target === target && fits(one)) ?? [],
  );
}
