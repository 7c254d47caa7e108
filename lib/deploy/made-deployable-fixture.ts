import { readDeployKnowledge } from '@/lib/deploy-tools';
import type { QueryFacts } from '@/lib/kql/query-facts';
import type { DeployQuery, DeployRule } from './deploy-rule';
import { makeDeployable } from './deployable';
import type { Deployable } from './types';

export const knowledge = readDeployKnowledge();

export const RULE: DeployRule = {
  id: '11111111-2222-4333-8444-555555555555',
  title: 'Shadow Copies Deleted',
  description: 'Detects the deletion of shadow copies.',
  author: 'A. Writer',
  level: 'high',
  tags: ['attack.impact', 'attack.t1490'],
  licence: { name: 'Detection Rule License 1.1', url: 'https://example.org/licence' },
  url: 'https://github.com/SigmaHQ/sigma/blob/main/rules/x.yml',
  tactics: ['impact'],
  techniques: [{ id: 'T1490', tactics: ['impact'] }],
  triage: ['Look at the parent process.'],
  changes: 2,
  timespan: 0,
};

export const FACTS: QueryFacts = {
  passes: 'SecurityEvent',
  columns: [],
  tests: ['EventID', 'CommandLine'],
  left: [],
  operators: ['where'],
  readsDynamic: false,
};

export const QUERY: DeployQuery = {
  target: 'sentinel',
  outcome: 'exact',
  kql: 'SecurityEvent\n| where EventID == 4688 and CommandLine contains "shadowcopy"',
  table: 'SecurityEvent',
  label: 'Security log 4688',
  tables: ['SecurityEvent'],
  diagnostics: [],
  trace: [],
  facts: FACTS,
  isAlternative: false,
};

/** A deployable of the rule and query above, with other facts. Throws if there is none. */
export function deployableOf(
  rule: Partial<DeployRule> = {},
  query: Partial<DeployQuery> = {},
): Deployable {
  const made = makeDeployable({ ...RULE, ...rule }, { ...QUERY, ...query }, knowledge);
  if (!made.deployable) throw new Error(made.refused.message);
  return made.deployable;
}
