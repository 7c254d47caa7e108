import { resolveTag } from './tag';
import type { Attack, Technique } from './types';

/** What a rule's tags name, as ATT&CK has it now. */
export interface NamedByTags {
  readonly techniques: readonly Technique[];
  /** Short names. */
  readonly tactics: readonly string[];
}

/** The techniques and tactics of tags, each once, in their order. A revoked technique stands for its successor. */
export function namedByTags(attack: Attack, tags: readonly string[]): NamedByTags {
  const techniques = new Set<Technique>();
  const tactics = new Set<string>();
  for (const tag of tags) {
    const named = resolveTag(attack, tag);
    if (named?.kind === 'technique') techniques.add(named.technique);
    else if (named?.kind === 'revoked-technique' && named.successor)
      techniques.add(named.successor);
    else if (named?.kind === 'tactic') tactics.add(named.tactic.shortName);
  }
  return { techniques: [...techniques], tactics: [...tactics] };
}
