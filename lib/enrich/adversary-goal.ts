import type { Motive } from './motive';

// The goal of each tactic, as it reads after "an adversary". A tactic that is missing here, such as one
// from a future version of ATT&CK, keeps its name.
const GOALS = new Map(
  Object.entries<string>({
    reconnaissance: 'gathers information about its target',
    'resource-development': 'prepares its resources',
    'initial-access': 'enters the environment',
    execution: 'runs code',
    persistence: 'keeps its foothold',
    'privilege-escalation': 'gains higher privileges',
    stealth: 'hides its activity',
    'defense-impairment': 'weakens defenses',
    'credential-access': 'steals credentials',
    discovery: 'explores the environment',
    'lateral-movement': 'moves laterally',
    collection: 'collects data',
    'command-and-control': 'communicates with systems it controls',
    exfiltration: 'takes data out',
    impact: 'disrupts systems or data',
  }),
);

/** `If an adversary runs code (PowerShell, T1059.001)`; null without technique and tactic. */
export function adversaryGoal({ technique, tactic }: Motive): string | null {
  const aim = tactic ? (GOALS.get(tactic.shortName) ?? `pursues ${tactic.name}`) : null;
  if (technique && aim) return `If an adversary ${aim} (${technique.name}, ${technique.id})`;
  if (technique) return `If an adversary uses the technique ${technique.name} (${technique.id})`;
  return aim && `If an adversary ${aim}`;
}
