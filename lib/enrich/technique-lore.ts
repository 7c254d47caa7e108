import { sourceKind } from '@/lib/log-sources';
import type { LogSource } from '@/lib/sigma/types';
import { currentKnowledge } from './knowledge/current-knowledge';

/** What this catalog knows of a technique, for a rule of one log source. */
export interface TechniqueLore {
  readonly needs: string;
  readonly follows: string;
  readonly shows: string;
  /** What the rule’s log source does not show of it; null if nothing is known. */
  readonly blind: string | null;
  readonly sources: readonly string[];
}

/** Null for a technique without an entry in `content/knowledge/techniques`. */
export function techniqueLore(id: string, logsource: LogSource | null): TechniqueLore | null {
  const known = currentKnowledge().techniques.get(id);
  if (!known) return null;
  const { needs, follows, shows, blind, sources } = known;
  const kind = logsource && sourceKind(logsource);
  const fitting = kind ? blind.find(({ kinds }) => kinds.includes(kind)) : undefined;
  return { needs, follows, shows, blind: fitting?.text ?? null, sources };
}
