import { sourceKind } from '@/lib/log-sources';
import type { LogSource } from '@/lib/sigma/types';
import { currentKnowledge } from './knowledge/current-knowledge';

/** What this catalog knows of a technique. */
export interface TechniqueLore {
  readonly needs: string;
  readonly follows: string;
  readonly shows: string;
  /** What log sources do not show of it: of one log source, at most one sentence. */
  readonly blind: readonly string[];
  /** Honest activity that looks the same, whatever the rule. */
  readonly benign: readonly string[];
  readonly sources: readonly string[];
}

/**
 * What is known of a technique, for rules of one log source or, with null, for all. Null for a technique
 * without an entry in `content/knowledge/techniques`.
 */
export function techniqueLore(id: string, logsource: LogSource | null): TechniqueLore | null {
  const known = currentKnowledge().techniques.get(id);
  if (!known) return null;
  const { needs, follows, shows, blind, benign, sources } = known;
  const kind = logsource && sourceKind(logsource);
  const fitting = kind ? blind.filter(({ kinds }) => kinds.includes(kind)).slice(0, 1) : blind;
  return {
    needs,
    follows,
    shows,
    blind: fitting.map(({ text }) => text),
    benign: benign.filter(({ text }) => !text.includes('{')).map(({ text }) => text),
    sources,
  };
}
