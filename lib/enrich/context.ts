import { type Attack, firstSentences, resolveTag, type Tactic, type Technique } from '@/lib/attack';
import type { Rule } from '@/lib/sigma/types';
import type { AttackContext, TechniqueContext } from './types';

const SUMMARY_SENTENCES = 2;
const SUMMARY_LIMIT = 420;

type Named = { id: string; name: string; url: string };

/** What ATT&CK says about the rule's tags. A revoked technique is listed as its successor. */
export function contextOf(rule: Rule, attack: Attack): AttackContext {
  const techniques = new Map<string, TechniqueContext>();
  const tactics = new Map<string, { shortName: string; name: string }>();
  const groups = new Map<string, Named>();
  const software = new Map<string, Named>();
  const unknownTags: string[] = [];
  const names = new Map(attack.tactics.map((tactic) => [tactic.shortName, tactic]));
  for (const tag of rule.tags) {
    const resolved = resolveTag(attack, tag);
    switch (resolved?.kind) {
      case 'technique':
        techniques.set(resolved.id, techniqueContext(resolved.technique, tag, null, names));
        break;
      case 'revoked-technique':
        if (resolved.successor && !techniques.has(resolved.successor.id)) {
          const { successor, id } = resolved;
          techniques.set(successor.id, techniqueContext(successor, tag, id, names));
        } else if (!resolved.successor) unknownTags.push(tag);
        break;
      case 'tactic':
        tactics.set(resolved.tactic.shortName, named(resolved.tactic));
        break;
      case 'group':
        groups.set(resolved.id, pick(resolved));
        break;
      case 'software':
        software.set(resolved.id, pick(resolved));
        break;
      case 'unknown':
        unknownTags.push(tag);
        break;
      default:
        break;
    }
  }
  return {
    version: attack.version,
    techniques: [...techniques.values()],
    tactics: [...tactics.values()],
    groups: [...groups.values()],
    software: [...software.values()],
    unknownTags,
  };
}

function techniqueContext(
  technique: Technique,
  tag: string,
  successorOf: string | null,
  names: ReadonlyMap<string, Tactic>,
): TechniqueContext {
  const { id, name, description, url } = technique;
  return {
    id,
    name,
    tag,
    successorOf,
    tactics: technique.tactics.flatMap((shortName) => {
      const tactic = names.get(shortName);
      return tactic ? [named(tactic)] : [];
    }),
    summary: firstSentences(description, SUMMARY_SENTENCES, SUMMARY_LIMIT),
    url,
  };
}

const named = ({ shortName, name }: Tactic) => ({ shortName, name });
const pick = ({ id, name, url }: Named) => ({ id, name, url });
