import { z } from 'zod';
import type { Attack, Technique } from './types';
import { attackUrl } from './url';

/** The facts of ATT&CK that come with the code, below `content/`. */
export const FACTS_FILE = 'attack/attack-19.2.json';

const names = z.record(z.string(), z.string());

const factsSchema = z.object({
  version: z.string(),
  /** ISO 8601 date. */
  released: z.string(),
  domain: z.string(),
  tactics: z.array(z.object({ id: z.string(), shortName: z.string(), name: z.string() })),
  formerTactics: z.array(z.object({ id: z.string(), shortName: z.string() })),
  techniques: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      parent: z.string().nullable(),
      tactics: z.array(z.string()),
      platforms: z.array(z.string()),
    }),
  ),
  revoked: z.record(
    z.string(),
    z.object({ name: z.string().nullable(), successor: z.string().nullable() }),
  ),
  groups: names,
  software: names,
  campaigns: names,
  dataSources: names,
});

export type AttackFacts = z.infer<typeof factsSchema>;

/** Checks the content of `content/attack/attack-<version>.json`; throws a ZodError when it is not of that shape. */
export function readFacts(value: unknown): AttackFacts {
  return factsSchema.parse(value);
}

/** ATT&CK without a bundle: ids, names, tactics, platforms and revocations, no texts. */
export function attackFromFacts(facts: AttackFacts): Attack {
  const techniques = new Map<string, Technique>();
  for (const { id, name, parent, tactics, platforms } of facts.techniques) {
    techniques.set(id, {
      id,
      name,
      parentId: parent,
      description: '',
      url: attackUrl(id),
      tactics,
      platforms,
      dataComponents: [],
      detections: [],
      mitigations: [],
      groups: [],
      software: [],
      known: { groups: 0, software: 0 },
    });
  }
  const others = new Map<string, { name: string; url: string }>();
  for (const part of [facts.groups, facts.software, facts.campaigns, facts.dataSources]) {
    for (const [id, name] of Object.entries(part)) others.set(id, { name, url: attackUrl(id) });
  }
  return {
    version: facts.version,
    tactics: facts.tactics.map((tactic) => ({
      ...tactic,
      description: '',
      url: attackUrl(tactic.id),
    })),
    techniques,
    revoked: new Map(Object.entries(facts.revoked)),
    formerTactics: formerTactics(facts, facts.tactics),
    others,
    hasTexts: false,
    diagnostics: [],
  };
}

/** Follows a tactic that was renamed by the id it kept. */
export function formerTactics(
  former: { formerTactics: AttackFacts['formerTactics'] },
  live: readonly { id: string; shortName: string }[],
): Map<string, string> {
  const byId = new Map(live.map((tactic) => [tactic.id, tactic.shortName]));
  const names = new Map<string, string>();
  for (const { id, shortName } of former.formerTactics) {
    const now = byId.get(id);
    if (now && now !== shortName) names.set(shortName, now);
  }
  return names;
}
