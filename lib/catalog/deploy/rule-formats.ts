import type { Deployable, Rendering } from '@/lib/deploy/types';
import type { DeployTools } from '@/lib/deploy-tools';
import type { Target } from '@/lib/target';
import { ruleDeployables } from './deployables';
import { renderMade } from './render-rules';

/** One of a rule's queries in a format, or why it cannot be written there. */
export interface RuleFormat extends Rendering {
  readonly name: string;
  readonly what: string;
}

export interface RuleFormats {
  /** What all formats are made of. Null if the query cannot be deployed. */
  readonly deployable: Deployable | null;
  readonly formats: readonly RuleFormat[];
}

/**
 * A rule's query for a target and a table (null: the target's own query) in every format. Null if the
 * catalog has no such query.
 */
export async function ruleFormats(
  id: string,
  { target, table }: { readonly target: Target; readonly table: string | null },
  { knowledge, renderers }: DeployTools,
): Promise<RuleFormats | null> {
  const rule = await ruleDeployables(id, knowledge);
  const query = rule?.deployables.find(
    (one) => one.target === target && (table === null ? !one.isAlternative : one.table === table),
  );
  if (!query) return null;
  return {
    deployable: query.made.deployable,
    formats: [...knowledge.ways].map(([format, { name, what }]) => ({
      ...renderMade(query.made, { format, renderers }),
      name,
      what,
    })),
  };
}
