import { sourceKind } from '@/lib/log-sources';
import type { LogSource } from '@/lib/sigma/types';
import { currentKnowledge } from './knowledge/current-knowledge';
import type { TechniqueFile } from './knowledge/file-schema';

/** What this catalog knows of a technique. */
export interface TechniqueLore {
  readonly needs: string;
  readonly follows: string;
  readonly shows: string;
  /** What log sources do not show of it: of one log source, at most one sentence. */
  readonly blind: readonly string[];
  /** Honest activity that looks the same, as it can be told without a rule. */
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
    benign: benign.filter(standsAlone).map(({ text }) => text),
    sources,
  };
}

/** Whether a text names no part of a rule, and needs none beside it to be understood. */
const standsAlone = ({ text, when }: TechniqueFile['benign'][number]): boolean =>
  !text.includes('{') && !(when && /\bthis\b/i.test(text));
