import { deployableId, idWithoutPrefix } from '@/lib/deploy/deployable-id';
import {
  type CurrentDeployable,
  compareDeployed,
  type DeployedState,
  type Redundancy,
} from '@/lib/deploy/deployed/compare-deployed';
import type { DeployedFile, DeployedRule, UnreadPart } from '@/lib/deploy/deployed/deployed-rule';
import { readDeployed } from '@/lib/deploy/deployed/read-deployed';
import type { DeployKnowledge } from '@/lib/deploy/knowledge';
import { fitQuery } from '@/lib/deploy/render/fit-analytics-rule';
import { getRuleIndex } from '../get-rule-index';
import { type DiffHunk, diffLines } from '../line-diff';
import { onceFor } from '../once-for';
import type { RuleIndex } from '../rule-index';
import { deployableRules } from './deployables';

/** A deployed rule beside what the catalog would deploy today. */
export interface ComparedDetection {
  readonly place: string;
  readonly kind: DeployedRule['kind'];
  readonly name: string;
  readonly enabled: boolean | null;
  readonly state: DeployedState;
  readonly rule: { readonly id: string; readonly title: string; readonly version: string } | null;
  readonly redundantWith: Redundancy;
  /** From the deployed query to the catalog's; empty unless it is behind or changed. */
  readonly diff: readonly DiffHunk[];
}

export interface DeployedComparison {
  readonly rules: readonly ComparedDetection[];
  readonly unread: readonly UnreadPart[];
  /** Techniques of ATT&CK that the rules name, and those that a selection would add. */
  readonly techniques: readonly string[];
  readonly added: readonly string[];
}

/** A diff of longer texts would not be read. */
const MAX_DIFFED = 60_000;

/** Compares an export of a tenant with the catalog, and its coverage with that of selected rules. */
export async function compareWithCatalog(
  files: readonly DeployedFile[],
  selected: readonly string[],
  knowledge: DeployKnowledge,
): Promise<DeployedComparison> {
  const { rules, unread } = readDeployed(files);
  const index = await getRuleIndex();
  const currents = await currentsOf(rules, index, knowledge);
  const compared = compareDeployed(rules, currents);
  const techniques = new Set(rules.flatMap((rule) => rule.techniques));
  const more = new Set(selected.flatMap((id) => index.byId.get(id)?.techniques ?? []));
  return {
    rules: compared.map(({ deployed, state, current, redundantWith }) => ({
      place: deployed.place,
      kind: deployed.kind,
      name: deployed.name,
      enabled: deployed.enabled,
      state,
      rule: current && { id: current.ruleId, title: current.title, version: current.version },
      redundantWith,
      diff:
        current && (state === 'behind' || state === 'changed')
          ? diffOf(deployed.query, current.query)
          : [],
    })),
    unread,
    techniques: [...techniques].sort(),
    added: [...more].filter((id) => !techniques.has(id)).sort(),
  };
}

function diffOf(before: string, after: string): readonly DiffHunk[] {
  return before.length + after.length > MAX_DIFFED ? [] : diffLines(body(before), body(after));
}

/** A query without the comments with author and licence that it begins with. */
function body(query: string): string {
  return query.replace(/\r\n/g, '\n').replace(/^(?:\/\/[^\n]*\n)+/, '');
}

/** The id of the rule of each deployable's id. */
const rulesByDeployable = onceFor(
  ({ rules }: RuleIndex): ReadonlyMap<string, string> =>
    new Map(
      rules.flatMap(({ id, queries }) =>
        queries.map(
          ({ target, table, primary }) =>
            [deployableId(id, target, primary ? null : table), id] as const,
        ),
      ),
    ),
);

/** What the catalog would deploy for the rules that the export names, by Sigma's id or by the service's. */
async function currentsOf(
  rules: readonly DeployedRule[],
  index: RuleIndex,
  knowledge: DeployKnowledge,
): Promise<CurrentDeployable[]> {
  const byDeployable = rulesByDeployable(index);
  const named = rules.flatMap(({ id, sigmaId }) => [
    index.byId.get(sigmaId ?? '')?.id,
    byDeployable.get(idWithoutPrefix(id ?? '')),
  ]);
  const ids = new Set(named.filter((id) => id !== undefined));
  const currents: CurrentDeployable[] = [];
  for await (const rule of deployableRules([...ids], knowledge)) {
    for (const { made, target } of rule.deployables) {
      if (!made.deployable) continue;
      const { id, version } = made.deployable;
      const { query } = fitQuery(made.deployable, knowledge.limits);
      currents.push({ id, ruleId: rule.id, target, title: rule.title, query, version });
    }
  }
  return currents;
}
