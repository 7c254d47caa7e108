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

export function goalOf(tactic: { shortName: string; name: string }): string {
  return GOALS.get(tactic.shortName) ?? `pursues ${tactic.name}`;
}

// Technique names that begin with a verb become a phrase for what the adversary is doing.

const GERUNDS = new Map(
  Object.entries<string>({
    Abuse: 'abusing',
    Access: 'accessing',
    Acquire: 'acquiring',
    Add: 'adding',
    Archive: 'archiving',
    Bypass: 'bypassing',
    Clear: 'clearing',
    Compromise: 'compromising',
    Compile: 'compiling',
    Create: 'creating',
    Decode: 'decoding',
    Delete: 'deleting',
    Deobfuscate: 'deobfuscating',
    Deploy: 'deploying',
    Destroy: 'destroying',
    Develop: 'developing',
    Disable: 'disabling',
    Downgrade: 'downgrading',
    Escape: 'escaping',
    Establish: 'establishing',
    Exfiltrate: 'exfiltrating',
    Exploit: 'exploiting',
    Forge: 'forging',
    Gather: 'gathering',
    Generate: 'generating',
    Hide: 'hiding',
    Hijack: 'hijacking',
    Impair: 'impairing',
    Impersonate: 'impersonating',
    Inhibit: 'inhibiting',
    Install: 'installing',
    Manipulate: 'manipulating',
    Masquerade: 'masquerading',
    Match: 'matching',
    Modify: 'modifying',
    Obtain: 'obtaining',
    Patch: 'patching',
    Prevent: 'preventing',
    Revert: 'reverting',
    Rename: 'renaming',
    Search: 'searching',
    Spoof: 'spoofing',
    Stage: 'staging',
    Steal: 'stealing',
    Subvert: 'subverting',
    Transfer: 'transferring',
    Unsecure: 'unsecuring',
    Use: 'using',
  }),
);

/** `by clearing Windows Event Logs (T1685.005)`, `using PowerShell (T1059.001)`. */
export function means(technique: { id: string; name: string }): string {
  const gerunds = technique.name.replace(
    /^([A-Z][a-z]+)((?:\/| or | and )([A-Z][a-z]+))?/,
    (whole, first: string, more: string | undefined, second: string | undefined) => {
      const gerund = GERUNDS.get(first);
      if (!gerund) return whole;
      const next = second ? GERUNDS.get(second) : undefined;
      if (!more || !second) return gerund;
      return next ? `${gerund}${more.replace(second, next)}` : `${gerund}${more}`;
    },
  );
  return gerunds === technique.name
    ? `using ${technique.name} (${technique.id})`
    : `by ${gerunds} (${technique.id})`;
}
