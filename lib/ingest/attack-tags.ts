import { type Attack, resolveTag } from '../attack';
import { type Issue, issue } from './issue';

export interface TaggedRule {
  readonly id: string;
  readonly path: string;
  readonly raw: string;
  readonly tags: readonly string[];
}

export interface TagRows {
  /** The current technique that the rule counts for, and the tag as the rule writes it. */
  readonly techniques: readonly { readonly techniqueId: string; readonly tag: string }[];
  /** Short names. */
  readonly tactics: readonly string[];
  readonly issues: readonly Issue[];
}

/** The most unknown tags of a rule that are reported, each with its line. */
const MAX_ISSUES = 20;

/** The techniques and tactics that a rule's tags name. A revoked technique counts as its successor. */
export function resolveTags(attack: Attack, rule: TaggedRule): TagRows {
  const techniques = new Map<string, { techniqueId: string; tag: string }>();
  const tactics = new Set<string>();
  const unknown: string[] = [];
  for (const tag of rule.tags) {
    const resolved = resolveTag(attack, tag);
    switch (resolved?.kind) {
      case 'technique':
        techniques.set(tag, { techniqueId: resolved.id, tag });
        break;
      case 'revoked-technique':
        techniques.set(tag, { techniqueId: resolved.successor?.id ?? resolved.id, tag });
        break;
      case 'tactic':
        tactics.add(resolved.tactic.shortName);
        break;
      case 'unknown':
        unknown.push(tag);
        break;
    }
  }
  const issues = unknown.slice(0, MAX_ISSUES).map((tag) => unknownTag(rule, tag, attack.version));
  const rest = unknown.length - issues.length;
  if (rest > 0) issues.push(moreUnknownTags(rule, rest, attack.version));
  return { techniques: [...techniques.values()], tactics: [...tactics], issues };
}

function unknownTag(rule: TaggedRule, tag: string, version: string): Issue {
  const at = rule.raw.indexOf(tag);
  const line = at === -1 ? null : rule.raw.slice(0, at).split('\n').length;
  const message = `The tag ${tag.slice(0, 100)} does not exist in ATT&CK ${version}`;
  return issue('warning', 'ingest/unknown-tag', message, {
    path: rule.path,
    line,
    ruleId: rule.id,
    hint: 'Report it to the rule’s author. The rule’s page marks the tag.',
  });
}

function moreUnknownTags({ path, id }: TaggedRule, count: number, version: string): Issue {
  const message = `${count} more tags of the rule do not exist in ATT&CK ${version}`;
  return issue('warning', 'ingest/unknown-tag', message, { path, ruleId: id });
}
