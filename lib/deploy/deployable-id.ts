import type { Target } from '@/lib/target';
import { uuidV5 } from '@/lib/uuid';

/** The namespace of the ids of deployables. Another one would make every deployed rule a new rule. */
const NAMESPACE = '5f0c9a3e-7b1d-4e52-9c86-2d4b8a60f713';

/** Graph wants a letter first, and a UUID may begin with a digit. */
const GRAPH_PREFIX = 'wf-';

/**
 * The id under which a rule's query is deployed: a UUIDv5 of the rule, the target and, for an alternative
 * query, its table.
 */
export function deployableId(ruleId: string, target: Target, alternative: string | null): string {
  return uuidV5(
    [ruleId, target, ...(alternative === null ? [] : [alternative])].join(' '),
    NAMESPACE,
  );
}

/** A deployable's id as that of a custom detection. */
export function graphId(id: string): string {
  return GRAPH_PREFIX + id;
}

/** The deployable's id in that of a service, which can be a custom detection's. */
export function idWithoutPrefix(serviceId: string): string {
  return serviceId.startsWith(GRAPH_PREFIX) ? serviceId.slice(GRAPH_PREFIX.length) : serviceId;
}
