import type { OwnTables } from '@/lib/own-tables/own-tables';
import { getCatalog } from './client';
import { getRuleIndex } from './get-rule-index';
import type { IndexedTechnique } from './rule-index';
import { rulesInFeed } from './rules-in-feed';

export interface TechniqueRow extends IndexedTechnique {
  /** Rules in the feed for it and its sub-techniques. */
  readonly rules: number;
  readonly translated: number;
  readonly proven: number;
}

export interface RevokedRow {
  readonly id: string;
  readonly name: string;
  readonly successorId: string | null;
}

export interface TechniqueList {
  /** Parents, each before its sub-techniques. */
  readonly techniques: readonly TechniqueRow[];
  /** Revoked techniques, only if a search finds them. */
  readonly revoked: readonly RevokedRow[];
  readonly tactics: readonly { readonly shortName: string; readonly name: string }[];
  readonly total: number;
}

export interface TechniqueQuery {
  /** Words that the id or name must contain. */
  readonly q: string;
  /** Short name, or null for all. */
  readonly tactic: string | null;
  /** True: only techniques without a rule. */
  readonly gaps: boolean;
  /** Count only rules that run with these tables; without any, all rules. */
  readonly env?: OwnTables | null;
}

/** All techniques, or those that a search finds, with the catalog's counts for each. */
export async function listTechniques({
  q,
  tactic,
  gaps,
  env = null,
}: TechniqueQuery): Promise<TechniqueList> {
  const index = await getRuleIndex();
  const counts = new Map<string, { rules: number; translated: number; proven: number }>();
  for (const rule of rulesInFeed(index, env)) {
    for (const id of rule.techniquesAndParents) {
      const known = counts.get(id) ?? { rules: 0, translated: 0, proven: 0 };
      known.rules++;
      if (rule.outcome !== 'unsupported') known.translated++;
      if (rule.proof === 'proven') known.proven++;
      counts.set(id, known);
    }
  }
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);
  const found = ({ id, name }: { id: string; name: string }) => {
    const text = `${id} ${name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const techniques = [...index.techniques.values()]
    .filter((technique) => found(technique) && (!tactic || technique.tactics.includes(tactic)))
    .map((technique) => ({
      ...technique,
      ...(counts.get(technique.id) ?? { rules: 0, translated: 0, proven: 0 }),
    }))
    .filter(({ rules }) => !gaps || rules === 0);
  return {
    techniques,
    revoked: words.length > 0 && !tactic && !gaps ? (await revokedTechniques()).filter(found) : [],
    tactics: index.tactics,
    total: index.techniques.size,
  };
}

function revokedTechniques(): Promise<RevokedRow[]> {
  return getCatalog().technique.findMany({
    where: { revoked: true },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, successorId: true },
  });
}
