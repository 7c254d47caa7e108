import { leadAndRest } from '@/lib/attack';
import { type TechniqueLore, techniqueLore } from '@/lib/enrich/technique-lore';
import type { OwnTables } from '@/lib/own-tables/own-tables';
import { getCatalog } from './client';
import { getRuleIndex } from './get-rule-index';
import type { IndexedRule, RuleIndex } from './rule-index';
import { rulesInFeed } from './rules-in-feed';
import {
  readTechniqueDetail,
  type TechniqueDetail,
  techniquePlatforms,
  techniqueTactics,
} from './stored/technique';
import { unseenPlatforms } from './unseen-platforms';

export interface SubTechnique {
  readonly id: string;
  readonly name: string;
  readonly rules: number;
}

/** Everything that a technique's page shows. */
export interface TechniqueView extends TechniqueDetail {
  readonly id: string;
  readonly name: string;
  /** Its first sentence and the paragraphs after that; the sentence is empty if the loaded data has no text on it. */
  readonly description: readonly [lead: string, ...rest: string[]];
  /** What this catalog knows of it; null without an entry. */
  readonly lore: TechniqueLore | null;
  readonly url: string;
  readonly platforms: readonly string[];
  /** Its platforms for which the feed has no rule. */
  readonly unseenPlatforms: readonly string[];
  readonly tactics: readonly { readonly shortName: string; readonly name: string }[];
  readonly parent: { readonly id: string; readonly name: string } | null;
  readonly subs: readonly SubTechnique[];
  /** Rules in the feed for it and its sub-techniques. Newest change first. */
  readonly rules: readonly IndexedRule[];
  /** How many there are when those that do not run with one's own tables count, too. */
  readonly allRules: number;
  readonly index: RuleIndex;
  /** Ids of revoked techniques that it replaces. */
  readonly formerIds: readonly { readonly id: string; readonly name: string }[];
}

/** A technique that ATT&CK has revoked, and its replacement. */
export interface RevokedTechnique {
  readonly id: string;
  readonly name: string;
  readonly successor: { readonly id: string; readonly name: string } | null;
}

export type TechniqueAnswer =
  | { readonly kind: 'live'; readonly technique: TechniqueView }
  | { readonly kind: 'revoked'; readonly technique: RevokedTechnique };

/**
 * The technique with an id, in any letter case, with the rules that run with one's own tables; null stands
 * for all rules. Null if ATT&CK has no such technique.
 */
export async function getTechnique(
  id: string,
  env: OwnTables | null = null,
): Promise<TechniqueAnswer | null> {
  const key = id.toUpperCase();
  const catalog = getCatalog();
  const [row, former, index] = await Promise.all([
    catalog.technique.findUnique({ where: { id: key } }),
    catalog.technique.findMany({
      where: { revoked: true, successorId: key },
      orderBy: { id: 'asc' },
      select: { id: true, name: true },
    }),
    getRuleIndex(),
  ]);
  if (!row) return null;
  if (row.revoked) {
    const successor = index.techniques.get(row.successorId ?? '');
    const technique = { id: row.id, name: row.name, successor: successor ?? null };
    return { kind: 'revoked', technique };
  }
  const inFeed = rulesInFeed(index, env);
  const isOf = ({ techniquesAndParents }: IndexedRule) => techniquesAndParents.includes(row.id);
  const shortNames = techniqueTactics.read(row.tactics, row.id);
  const platforms = techniquePlatforms.read(row.platforms, row.id);
  const rules = inFeed.filter(isOf);
  return {
    kind: 'live',
    technique: {
      ...readTechniqueDetail(row),
      id: row.id,
      name: row.name,
      description: leadAndRest(row.description),
      lore: techniqueLore(row.id, null),
      url: row.url,
      platforms,
      unseenPlatforms: unseenPlatforms(platforms, new Set(rules.map(({ product }) => product))),
      tactics: index.tactics.filter(({ shortName }) => shortNames.includes(shortName)),
      parent: index.techniques.get(row.parentId ?? '') ?? null,
      subs: [...index.techniques.values()]
        .filter(({ parentId }) => parentId === row.id)
        .map(({ id, name }) => ({
          id,
          name,
          rules: inFeed.filter(({ techniques }) => techniques.includes(id)).length,
        })),
      rules,
      allRules: rulesInFeed(index, null).filter(isOf).length,
      index,
      formerIds: former,
    },
  };
}
