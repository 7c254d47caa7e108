import { groupBy } from '@/lib/group-by';
import type { Target } from '@/lib/target';
import { idWithoutPrefix } from '../deployable-id';
import { fingerprintOf } from '../query-fingerprint';
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

/** The most rules that are named as asking the same as another. */
const MAX_PLACES = 10;

/** Other rules that ask the same as one, or that come from the same Sigma rule. */
export interface Redundancy {
  /** Of the first of them. */
  readonly places: readonly string[];
  /** How many there are besides. */
  readonly more: number;
}

export interface ComparedRule {
  readonly deployed: DeployedRule;
  readonly state: DeployedState;
  /** What the catalog has instead; null for `removed` and `unknown`. */
  readonly current: CurrentDeployable | null;
  readonly redundantWith: Redundancy;
}

/** With the fingerprint of its query as it is now. */
interface Printed<Rule> {
  readonly rule: Rule;
  readonly print: string;
}

/** Compares deployed rules with what the catalog would deploy, found by the service's id or the Sigma id. */
export function compareDeployed(
  rules: readonly DeployedRule[],
  currents: readonly CurrentDeployable[],
): ComparedRule[] {
  const printed = rules.map(withPrint);
  const printedCurrents = currents.map(withPrint);
  const byId = new Map(printedCurrents.map((one) => [one.rule.id, one]));
  const byRule = groupBy(printedCurrents, ({ rule }) => rule.ruleId);
  const redundancyOf = redundancies(printed);
  return printed.map((one) => {
    const deployed = one.rule;
    const own = byRule.get(deployed.sigmaId ?? '') ?? [];
    const current = byId.get(idWithoutPrefix(deployed.id ?? '')) ?? closest(one, own);
    const state = current ? stateOf(one, current) : deployed.sigmaId ? 'removed' : 'unknown';
    return { deployed, state, current: current?.rule ?? null, redundantWith: redundancyOf(one) };
  });
}

function withPrint<Rule extends { readonly query: string }>(rule: Rule): Printed<Rule> {
  return { rule, print: fingerprintOf(rule.query) };
}

/** Of a rule's queries, the one that is deployed: the same text, else the first for that service. */
function closest(
  { rule: { kind }, print }: Printed<DeployedRule>,
  own: readonly Printed<CurrentDeployable>[],
): Printed<CurrentDeployable> | null {
  const same = own.find((one) => one.print === print);
  const isDefender = kind === 'custom detection';
  const served = ({ rule }: Printed<CurrentDeployable>) =>
    (rule.target === 'defender-xdr') === isDefender;
  return same ?? own.find(served) ?? null;
}

function stateOf(
  { rule, print }: Printed<DeployedRule>,
  current: Printed<CurrentDeployable>,
): DeployedState {
  if (print === current.print) return 'current';
  return print === rule.fingerprint ? 'behind' : 'changed';
}

/** Takes time that grows with the number of rules, however many of them are the same. */
function redundancies(
  rules: readonly Printed<DeployedRule>[],
): (one: Printed<DeployedRule>) => Redundancy {
  const originOf = ({ rule }: Printed<DeployedRule>) => `${rule.sigmaId} ${rule.kind}`;
  const bothOf = (one: Printed<DeployedRule>) => `${one.print} ${originOf(one)}`;
  const fromSigma = rules.filter(({ rule }) => rule.sigmaId !== null);
  const byQuery = groupBy(rules, ({ print }) => print);
  const byOrigin = groupBy(fromSigma, originOf);
  const byBoth = groupBy(fromSigma, bothOf);
  return (one) => {
    const sameQuery = byQuery.get(one.print) ?? [];
    const sameOrigin = byOrigin.get(originOf(one)) ?? [];
    const inBoth = byBoth.get(bothOf(one)) ?? [];
    const places: string[] = [];
    for (const { rule } of othersThan(one, sameQuery, sameOrigin)) {
      if (places.length === MAX_PLACES) break;
      places.push(rule.place);
    }
    const all = sameQuery.length + sameOrigin.length - inBoth.length;
    return { places, more: all - 1 - places.length };
  };
}

/** The rules of two lists without this one, and each once: those with its query are in the first. */
function* othersThan(
  one: Printed<DeployedRule>,
  sameQuery: readonly Printed<DeployedRule>[],
  sameOrigin: readonly Printed<DeployedRule>[],
) {
  for (const other of sameQuery) if (other !== one) yield other;
  for (const other of sameOrigin) if (other.print !== one.print) yield other;
}
