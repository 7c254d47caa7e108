import { groupBy } from '@/lib/group-by';
import type { Target } from '@/lib/target';
import { fingerprintOf, logicOf } from '../query-fingerprint';
import type { DeployedRule } from './deployed-rule';

/** What the catalog would deploy today under an id. */
export interface CurrentDeployable {
  readonly id: string;
  readonly ruleId: string;
  readonly target: Target;
  readonly title: string;
  readonly query: string;
  readonly version: string;
}

/**
 * `current`: as the catalog has it. `behind`: as it was exported, but the catalog has another query today.
 * `changed`: not as it was exported, so changed by hand. `removed`: the catalog no longer has the rule or its
 * query. `unknown`: from elsewhere.
 */
export const DEPLOYED_STATES = ['behind', 'changed', 'removed', 'current', 'unknown'] as const;
export type DeployedState = (typeof DEPLOYED_STATES)[number];

export interface ComparedRule {
  readonly deployed: DeployedRule;
  readonly state: DeployedState;
  /** What the catalog has instead; null for `removed` and `unknown`. */
  readonly current: CurrentDeployable | null;
  /** Places of other rules that ask the same, or that come from the same Sigma rule. */
  readonly redundantWith: readonly string[];
}

/** Compares deployed rules with what the catalog would deploy, found by the service's id or the Sigma id. */
export function compareDeployed(
  rules: readonly DeployedRule[],
  currents: readonly CurrentDeployable[],
): ComparedRule[] {
  const byId = new Map(currents.map((one) => [one.id, one]));
  const byRule = groupBy(currents, ({ ruleId }) => ruleId);
  const others = sameQuestion(rules);
  return rules.map((deployed) => {
    const own = byRule.get(deployed.sigmaId ?? '') ?? [];
    const current = byId.get(idOf(deployed)) ?? closest(deployed, own);
    const redundantWith = others.get(deployed) ?? [];
    const state = current ? stateOf(deployed, current) : deployed.sigmaId ? 'removed' : 'unknown';
    return { deployed, state, current, redundantWith };
  });
}

/** A custom detection's id is that of the catalog with a letter before it, as Graph asks for one. */
function idOf({ id }: DeployedRule): string {
  return id?.replace(/^wf-/, '') ?? '';
}

/** Of a rule's queries, the one that is deployed: the same text, else the first for that service. */
function closest(
  { query, kind }: DeployedRule,
  own: readonly CurrentDeployable[],
): CurrentDeployable | null {
  const text = logicOf(query);
  const same = own.find((one) => logicOf(one.query) === text);
  const isDefender = kind === 'custom detection';
  return same ?? own.find(({ target }) => (target === 'defender-xdr') === isDefender) ?? null;
}

function stateOf(deployed: DeployedRule, current: CurrentDeployable): DeployedState {
  const own = fingerprintOf(deployed.query);
  if (own === fingerprintOf(current.query)) return 'current';
  return own === deployed.fingerprint ? 'behind' : 'changed';
}

function sameQuestion(
  rules: readonly DeployedRule[],
): ReadonlyMap<DeployedRule, readonly string[]> {
  const byQuery = groupBy(rules, ({ query }) => logicOf(query));
  const bySigma = groupBy(rules, ({ sigmaId, kind }) => `${sigmaId} ${kind}`);
  return new Map(
    rules.map((rule) => {
      const same = new Set([
        ...(byQuery.get(logicOf(rule.query)) ?? []),
        ...(rule.sigmaId ? (bySigma.get(`${rule.sigmaId} ${rule.kind}`) ?? []) : []),
      ]);
      same.delete(rule);
      return [rule, [...same].map(({ place }) => place)];
    }),
  );
}
