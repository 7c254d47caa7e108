import { z } from 'zod';
import type { Linked } from '@/lib/attack';
import { getCatalog } from './client';
import { getRuleIndex, type IndexedRule, type RuleIndex } from './rule-index';
import { unseenPlatforms } from './unseen-platforms';

const linked = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  text: z.string(),
  source: z
    .object({ name: z.string(), url: z.string().nullable() })
    .nullish()
    .transform((source) => source ?? null),
});
const links = z.array(linked).default([]);

const detailSchema = z.object({
  dataComponents: links,
  detections: links,
  mitigations: links,
  groups: links,
  software: links,
  known: z.object({ groups: z.number(), software: z.number() }).default({ groups: 0, software: 0 }),
});

export interface SubTechnique {
  readonly id: string;
  readonly name: string;
  readonly rules: number;
}

/** A technique as its page shows it. */
export interface TechniqueView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly platforms: readonly string[];
  /** Those of its platforms that no rule in the feed looks at. */
  readonly unseenPlatforms: readonly string[];
  readonly tactics: readonly { readonly shortName: string; readonly name: string }[];
  readonly parent: { readonly id: string; readonly name: string } | null;
  readonly subs: readonly SubTechnique[];
  readonly dataComponents: readonly Linked[];
  readonly detections: readonly Linked[];
  readonly mitigations: readonly Linked[];
  readonly groups: readonly Linked[];
  readonly software: readonly Linked[];
  readonly known: { readonly groups: number; readonly software: number };
  /** In the feed, for it and its sub-techniques; newest change first. */
  readonly rules: readonly IndexedRule[];
  readonly index: RuleIndex;
  /** Old ids that count for it. */
  readonly formerIds: readonly { readonly id: string; readonly name: string }[];
}

/** A technique that ATT&CK took back, and what is used instead. */
export interface RevokedTechnique {
  readonly id: string;
  readonly name: string;
  readonly successor: { readonly id: string; readonly name: string } | null;
}

export type TechniqueAnswer =
  | { readonly kind: 'live'; readonly technique: TechniqueView }
  | { readonly kind: 'revoked'; readonly technique: RevokedTechnique };

/** The technique with an id, in any case of its letters; null when ATT&CK has none. */
export async function getTechnique(id: string): Promise<TechniqueAnswer | null> {
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
  const inFeed = index.rules.filter((rule) => rule.inFeed);
  const shortNames = JSON.parse(row.tactics) as string[];
  const platforms = JSON.parse(row.platforms) as string[];
  const rules = inFeed.filter(({ techniquesAndParents }) => techniquesAndParents.includes(row.id));
  return {
    kind: 'live',
    technique: {
      ...detailSchema.parse(JSON.parse(row.detail)),
      id: row.id,
      name: row.name,
      description: row.description,
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
      index,
      formerIds: former,
    },
  };
}
