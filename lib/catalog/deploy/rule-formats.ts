import type { DeployKnowledge } from '@/lib/deploy/knowledge';
import { inEveryFormat, type NamedRendering, renderMade } from '@/lib/deploy/render';
import type { Deployable, DeployFormat, Rendering } from '@/lib/deploy/types';
import type { DeployTools } from '@/lib/deploy-tools';
import type { Target } from '@/lib/target';
import { type RuleDeployable, ruleDeployables } from './deployables';

/** A rule's query for a target and a table; null is the target's own query. */
interface ChosenQuery {
  readonly target: Target;
  readonly table: string | null;
}

export interface RuleFormats {
  /** What all formats are made of. Null if the query cannot be deployed. */
  readonly deployable: Deployable | null;
  readonly formats: readonly NamedRendering[];
}

/** A rule's query in every format. Null if the catalog has no such query. */
export async function ruleFormats(
  id: string,
  chosen: ChosenQuery,
  { knowledge, renderers }: DeployTools,
): Promise<RuleFormats | null> {
  const query = await findQuery(id, chosen, knowledge);
  return (
    query && {
      deployable: query.made.deployable,
      formats: inEveryFormat(renderers, knowledge, query.made),
    }
  );
}

/** A rule's query in one format. Null if the catalog has no such query. */
export async function ruleInFormat(
  id: string,
  chosen: ChosenQuery,
  format: DeployFormat,
  { knowledge, renderers }: DeployTools,
): Promise<Rendering | null> {
  const query = await findQuery(id, chosen, knowledge);
  return query && renderMade(renderers, format, query.made);
}

async function findQuery(
  id: string,
  { target, table }: ChosenQuery,
  knowledge: DeployKnowledge,
): Promise<RuleDeployable | null> {
  const rule = await ruleDeployables(id, knowledge);
  const query = rule?.deployables.find(
    (one) => one.target === target && (table === null ? !one.isAlternative : one.table === table),
  );
  return query ?? null;
}
