import type { Target } from '@/lib/target';
import type { DeployableRule, RuleDeployable } from './deployables';

/**
 * The queries of a rule that are exported, one for each target: its own, or with a list of tables the first
 * that reads no other. A rule none of whose queries reads only those tables has none.
 */
export function chooseQueries(
  { deployables }: DeployableRule,
  targets: readonly Target[],
  tables: ReadonlySet<string> | null,
): readonly RuleDeployable[] {
  return targets.flatMap((target) => {
    const own = deployables.filter((one) => one.target === target);
    const fitting = own.find((one) =>
      tables === null
        ? !one.isAlternative
        : one.tables.length > 0 && one.tables.every((table) => tables.has(table)),
    );
    return fitting ?? [];
  });
}
