import type { Diagnostic } from '../diagnostic';
import { type AttackFacts, attackFromFacts, formerTactics } from './facts';
import { plainText } from './plain-text';
import { type Revocations, resolveRevocations } from './revocations';
import {
  externalId,
  externalUrl,
  isDead,
  objectsOf,
  readStix,
  type Stix,
  type StixBundle,
} from './stix';
import { techniqueFrom, textsFrom } from './technique';
import type { Attack, Tactic, Technique } from './types';
import { attackUrl } from './url';
import { isNewer, statedVersion } from './version';

/**
 * Reads any Enterprise bundle, STIX 2.0 or 2.1, into tactics in matrix order, techniques and
 * revocations. No tactic or technique is known to the code.
 *
 * A bundle newer than `facts` is used alone. Otherwise `facts` provide ids, names and tactics, and the
 * bundle provides texts: `readBundle(v18, facts19)` has the version, the tactics and the techniques of
 * 19 with the descriptions of 18. A technique that is new in the facts has its predecessor’s description,
 * which says so. A bundle that states no version is dated by its latest object.
 *
 * Never throws. Objects that cannot be read are skipped and counted: `attack/bad-object`. What is no
 * bundle (`attack/not-a-bundle`), or has no technique (`attack/empty-bundle`), gives the facts alone, or
 * nothing when there are none. `attack/texts-from-bundle` says how far the texts reach.
 *
 * Format: https://github.com/mitre-attack/attack-stix-data/blob/master/USAGE.md
 */
export function readBundle(bundle: unknown, facts: AttackFacts | null): Attack {
  const objects = objectsOf(bundle);
  if (!objects) {
    return withoutBundle(facts, {
      severity: 'error',
      code: 'attack/not-a-bundle',
      message: 'This file is not a STIX bundle: it has no list of objects.',
      hint: 'Use the enterprise-attack.json that MITRE publishes (STIX 2.0 or 2.1).',
    });
  }
  const stix = readStix(objects);
  const own = attackFromStix(stix, facts);
  if (own.techniques.size === 0 || own.tactics.length === 0) {
    return withoutBundle(facts, {
      severity: 'error',
      code: 'attack/empty-bundle',
      message: `The bundle contains only ${own.tactics.length} tactics and ${own.techniques.size} techniques of Enterprise ATT&CK.`,
    });
  }
  if (!facts || isNewer(stix, facts)) return own;
  return factsWithTexts(facts, own, stix);
}

function withoutBundle(facts: AttackFacts | null, diagnostic: Diagnostic): Attack {
  const base = facts ? attackFromFacts(facts) : EMPTY;
  return { ...base, diagnostics: [...base.diagnostics, diagnostic] };
}

const EMPTY: Attack = {
  version: 'unknown',
  tactics: [],
  techniques: new Map(),
  revoked: new Map(),
  formerTactics: new Map(),
  others: new Map(),
  hasTexts: false,
  diagnostics: [],
};

function attackFromStix(stix: StixBundle, facts: AttackFacts | null): Attack {
  const tactics = tacticsFrom(stix, facts);
  const order = new Map(tactics.map((tactic, position) => [tactic.shortName, position]));
  const techniques = new Map<string, Technique>();
  const dead = new Map<string, { name: string | null; successor: string | null }>();
  const successors = new Map(
    stix.relations
      .filter((relation) => relation.relationship_type === 'revoked-by')
      .map((relation) => [relation.source_ref, relation.target_ref]),
  );
  for (const pattern of stix.list('attack-pattern')) {
    const id = externalId(pattern);
    if (!id) continue;
    if (!isDead(pattern)) {
      techniques.set(id, techniqueFrom(pattern, id, order, stix));
      continue;
    }
    const successor = stix.get('attack-pattern', successors.get(pattern.id) ?? '');
    dead.set(id, { name: pattern.name, successor: successor ? externalId(successor) : null });
  }
  const known: Revocations = new Map([...Object.entries(facts?.revoked ?? {}), ...dead]);
  return {
    version: statedVersion(stix) ?? 'unknown',
    tactics,
    techniques: new Map([...techniques].sort(([a], [b]) => (a < b ? -1 : 1))),
    revoked: resolveRevocations(known, (id) => techniques.has(id)),
    formerTactics: formerTactics(factsTactics(facts), tactics),
    others: othersFrom(stix),
    hasTexts: [...techniques.values()].some(({ description }) => description !== ''),
    diagnostics: badObjects(stix),
  };
}

// For a bundle newer than the facts, the tactics of the facts are former tactics too.
function factsTactics(facts: AttackFacts | null) {
  return { formerTactics: facts ? [...facts.formerTactics, ...facts.tactics] : [] };
}

function tacticsFrom(stix: StixBundle, facts: AttackFacts | null): Tactic[] {
  const live = stix.list('x-mitre-tactic').filter((tactic) => !isDead(tactic));
  const matrix = stix.list('x-mitre-matrix').find((object) => !isDead(object));
  const known = new Map(facts?.tactics.map((tactic, position) => [tactic.id, position]));
  const position = (tactic: Stix<'x-mitre-tactic'>) => {
    const at = matrix?.tactic_refs.indexOf(tactic.id) ?? -1;
    return at >= 0 ? at : (known.get(externalId(tactic) ?? '') ?? Number.MAX_SAFE_INTEGER);
  };
  return live
    .flatMap((tactic) => {
      const id = externalId(tactic);
      if (!id) return [];
      return {
        id,
        shortName: tactic.x_mitre_shortname,
        name: tactic.name,
        description: plainText(tactic.description ?? ''),
        url: externalUrl(tactic) ?? attackUrl(id),
        position: position(tactic),
      };
    })
    .sort((a, b) => a.position - b.position)
    .map(({ position: _, ...tactic }) => tactic);
}

const OTHERS = [
  'intrusion-set',
  'malware',
  'tool',
  'campaign',
  'course-of-action',
  'x-mitre-data-source',
  'x-mitre-data-component',
] as const;

function othersFrom(stix: StixBundle): Map<string, { name: string; url: string }> {
  const others = new Map<string, { name: string; url: string }>();
  for (const type of OTHERS) {
    for (const object of stix.list(type)) {
      const id = externalId(object);
      if (!id || (others.has(id) && isDead(object))) continue;
      others.set(id, { name: object.name, url: externalUrl(object) ?? attackUrl(id) });
    }
  }
  return others;
}

// The facts are at least as new: they say what exists, and the bundle describes it. A technique that was
// revoked since is looked up under its former id too, because its successor may be new.
function factsWithTexts(facts: AttackFacts, own: Attack, stix: StixBundle): Attack {
  const base = attackFromFacts(facts);
  const patterns = new Map(
    stix
      .list('attack-pattern')
      .filter((pattern) => !isDead(pattern))
      .map((pattern) => [externalId(pattern), pattern]),
  );
  const techniques = new Map<string, Technique>();
  for (const technique of base.techniques.values()) {
    const pattern = patterns.get(technique.id);
    const texts = pattern
      ? textsFrom(pattern, stix)
      : formerDescription(technique, facts, patterns);
    techniques.set(technique.id, { ...technique, ...texts });
  }
  const described = [...techniques.keys()].filter((id) => patterns.get(id)?.description).length;
  const texts = new Map(own.tactics.map((tactic) => [tactic.id, tactic]));
  const former = new Map(base.formerTactics);
  const live = new Map(base.tactics.map((tactic) => [tactic.id, tactic.shortName]));
  for (const { id, shortName } of own.tactics) {
    const now = live.get(id);
    if (now && now !== shortName) former.set(shortName, now);
  }
  const revoked = new Map(base.revoked);
  for (const [id, entry] of own.revoked) {
    if (!techniques.has(id) && !revoked.has(id)) revoked.set(id, entry);
  }
  return {
    ...base,
    tactics: base.tactics.map((tactic) => {
      const text = texts.get(tactic.id);
      // A tactic that was renamed means something else now; its former text would mislead.
      return text && text.name === tactic.name
        ? { ...tactic, description: text.description }
        : tactic;
    }),
    techniques,
    revoked: resolveRevocations(revoked, (id) => techniques.has(id)),
    formerTactics: former,
    others: new Map([...base.others, ...own.others]),
    hasTexts: described > 0,
    diagnostics: [
      ...own.diagnostics,
      {
        severity: 'info',
        code: 'attack/texts-from-bundle',
        message: `IDs, names and tactics come from ATT&CK ${facts.version}. The bundle (${bundleName(stix)}) describes ${described} of its ${techniques.size} techniques.`,
      },
    ],
  };
}

/** The description of a technique that the bundle knows only under its former id; nothing if it does not. */
function formerDescription(
  { id, name }: Technique,
  facts: AttackFacts,
  patterns: ReadonlyMap<string | null, Stix<'attack-pattern'>>,
): Partial<Technique> {
  const all = Object.entries(facts.revoked)
    .filter(([, { successor }]) => successor === id)
    .flatMap(([formerId]) => patterns.get(formerId) ?? [])
    .filter(({ description }) => description);
  // Of several that became one, the one that gave it its name.
  const former = all.find((pattern) => pattern.name === name) ?? all[0];
  if (!former) return {};
  const text = plainText(former.description ?? '');
  return {
    description: `Of its predecessor ${former.name} (${externalId(former)}), ATT&CK says: ${text}`,
  };
}

function bundleName(stix: StixBundle): string {
  const version = statedVersion(stix);
  if (version) return `version ${version}`;
  return stix.latest ? `no version, last changed ${stix.latest.slice(0, 10)}` : 'undated';
}

function badObjects(stix: StixBundle): Diagnostic[] {
  return [...stix.bad].map(([type, { count, first }]) => ({
    severity: 'warning',
    code: 'attack/bad-object',
    message: `${count} ${type} ${count === 1 ? 'object was' : 'objects were'} skipped: ${first}.`,
  }));
}
