import type { QueryFacts } from '@/lib/kql/query-facts';
import type { DeployKnowledge } from './knowledge';
import type { Deployable } from './types';

/**
 * Why a query cannot run in near real time, in sentences. `timespan` is a correlation's, in seconds, and 0
 * for a rule on single events. Functions are not checked: Defender documents which of them it runs
 * continuously only in part.
 */
export function notNearRealTime(
  facts: QueryFacts,
  tables: readonly string[],
  timespan: number,
  knowledge: DeployKnowledge['nearRealTime'],
): Deployable['notNearRealTime'] {
  const counts =
    timespan > 0 ? ['It looks back over more than the last minute, to count or order events.'] : [];
  return { sentinel: counts, defender: [...counts, ...onDefender(facts, tables, knowledge)] };
}

function onDefender(
  { operators, readsDynamic }: QueryFacts,
  tables: readonly string[],
  knowledge: DeployKnowledge['nearRealTime'],
): string[] {
  const reasons: string[] = [];
  if (tables.length > 1) reasons.push(`It reads ${tables.length} tables; only one can be read.`);
  const others = tables.filter((table) => !knowledge.tables.has(table));
  if (others.length > 0) {
    reasons.push(`${others.join(', ')} cannot be read in near real time.`);
  }
  const refused = operators.filter((name) => !knowledge.operators.has(name));
  if (refused.length > 0) reasons.push(`It uses ${refused.join(', ')}.`);
  if (readsDynamic) reasons.push('It makes a string of a dynamic value.');
  return reasons;
}
