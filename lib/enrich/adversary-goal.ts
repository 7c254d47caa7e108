import type { Motive } from './motive';

// The goal of each tactic, as it reads after "an adversary". A tactic that is missing here, such as one
// from a future version of ATT&CK, keeps its name.
const GOALS = new Map(
  Object.entries<string>({
    reconnaissance: 'gathers information about their target',
    'resource-development': 'prepares their resources',
    'initial-access': 'enters the environment',
    execution: 'runs code',
    persistence: 'keeps their foothold',
    'privilege-escalation': 'gains higher privileges',
    stealth: 'hides their activity',
    'defense-impairment': 'weakens defenses',
    'credential-access': 'steals credentials',
    discovery: 'explores the environment',
    'lateral-movement': 'moves laterally',
    collection: 'collects data',
    'command-and-control': 'communicates with systems they control',
    exfiltration: 'takes data out',
    impact: 'disrupts systems or data',
  }),
);

/**
 * `an adversary who fetches further tools … (T1105)`, from `does` or, without it, from the tactic; null
 * if the rule has neither technique nor tactic.
 */
export function adversaryGoal({ technique, tactic }: Motive, does: string | null): string | null {
  const aim = tactic ? (GOALS.get(tactic.shortName) ?? `pursues ${tactic.name}`) : null;
  if (does) return `an adversary who ${does}${technique ? ` (${technique.id})` : ''}`;
  if (technique && aim) return `an adversary who ${aim} (${technique.name}, ${technique.id})`;
  if (technique) return `an adversary who uses ${technique.name} (${technique.id})`;
  return aim && `an adversary who ${aim}`;
}
