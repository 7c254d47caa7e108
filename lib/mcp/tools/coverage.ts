import { z } from 'zod';
import type { Coverage } from '@/lib/attack';
import { getCoverage, getCoverageGaps } from '@/lib/catalog/coverage';
import { feedHref, NO_FILTER } from '@/lib/catalog/feed-filter';
import { describeMistake } from '@/lib/catalog/mistake';
import { getTechnique } from '@/lib/catalog/technique';
import { cutNotes } from '../bounds';
import { defineTool } from '../define-tool';
import { cut, offset, ownTables, tablesOf } from '../inputs';
import { requireRules } from '../require-rules';

const counts = z.object({
  rules: z.int(),
  translated: z.int().describe('Those with a query.'),
  proven: z.int().describe('Those whose query fired on a real sample.'),
});

const technique = z.object({
  id: z.string(),
  name: z.string(),
  page: z.string(),
  link: z.string().describe('ATT&CK’s page.'),
  tactics: z.array(z.string()),
  platforms: z.array(z.string()),
  unseenPlatforms: z.array(z.string()).describe('Its platforms for which there is no rule.'),
  rules: z.int(),
  subTechniques: z.array(z.object({ id: z.string(), name: z.string(), rules: z.int() })),
});

const LACKS = {
  rule: 'no rule names it',
  query: 'a rule names it, and none of them has a query',
  tables: 'queries exist, and none runs with these tables',
} as const;

/** What the catalog detects of ATT&CK, and what it does not. */
export const coverage = defineTool({
  name: 'coverage',
  title: 'Coverage of ATT&CK',
  description:
    'What the rules cover of MITRE ATT&CK, and the gaps, most used techniques first: for everything, or for techniques, a tactic, a product, the rules of a search, or what runs with the given tables. A rule that names a technique does not cover all of it: read the counts as where to look.',
  input: z.strictObject({
    techniques: z.array(z.string().max(100)).max(20).default([]).describe('Ids or names.'),
    tactics: z.array(z.string().max(100)).max(20).default([]),
    products: z.array(z.string().max(100)).max(20).default([]).describe('windows, linux, azure, …'),
    query: z.string().max(400).default('').describe('In the language of search_rules.'),
    tables: ownTables.optional(),
    limit: z.int().min(1).max(100).default(20).describe('How many gaps.'),
    offset,
  }),
  output: z.object({
    rules: z.int().describe('Rules that were counted.'),
    tactics: z
      .array(
        z.object({
          tactic: z.string(),
          name: z.string(),
          techniques: z.int().describe('Its techniques.'),
          covered: z.int().describe('Those with a rule, or with one for a sub-technique.'),
          ...counts.shape,
        }),
      )
      .describe('Those that were asked for; without any, all.'),
    asked: z.array(technique).describe('The techniques that were asked for.'),
    gaps: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        lack: z.string(),
        groups: z.int().describe('Groups that ATT&CK knows to use it.'),
        software: z.int(),
      }),
    ),
    totalGaps: z.int(),
    notes: z.array(z.string()),
    page: z.string(),
    cut,
  }),
  async answer({ techniques, tactics, products, query, tables, limit, offset }, { origin }) {
    const { coverage, found } = await getCoverage({
      ...NO_FILTER,
      q: query,
      technique: techniques,
      tactic: tactics,
      product: products,
      env: tablesOf(tables),
    });
    requireRules(found.index);
    const gaps = await getCoverageGaps(found);
    const shown = gaps.slice(offset, offset + limit);
    return {
      rules: found.rules.length,
      tactics: coverage.columns
        .filter(({ tactic }) => isAsked(found.filter.tactic, tactic.shortName))
        .map(tacticOf),
      asked: await Promise.all(
        found.filter.technique.flatMap((id) =>
          found.index.techniques.has(id) ? techniqueOf(id, found.filter.env, origin) : [],
        ),
      ),
      gaps: shown.map(({ id, name, lack, known }) => ({ id, name, lack: LACKS[lack], ...known })),
      totalGaps: gaps.length,
      notes: found.mistakes.map(describeMistake),
      page: origin + feedHref(found.filter, { sort: null }, '/coverage'),
      cut: cutNotes(offset, shown.length, gaps.length, 'gaps'),
    };
  },
});

function isAsked(tactics: readonly string[], shortName: string): boolean {
  return tactics.length === 0 || tactics.includes(shortName);
}

function tacticOf({
  tactic,
  cells,
  counts: { rules, translated, proven },
}: Coverage['columns'][number]) {
  return {
    tactic: tactic.shortName,
    name: tactic.name,
    techniques: cells.length,
    covered: cells.filter((cell) => cell.counts.rules > 0).length,
    rules,
    translated,
    proven,
  };
}

async function techniqueOf(
  id: string,
  env: Parameters<typeof getTechnique>[1],
  origin: string,
): Promise<z.infer<typeof technique>> {
  const answer = await getTechnique(id, env);
  if (answer?.kind !== 'live') throw new Error(`The index has ${id}, and the catalog has not`);
  const { name, url, tactics, platforms, unseenPlatforms, rules, subs } = answer.technique;
  return {
    id,
    name,
    page: `${origin}/techniques/${id}`,
    link: url,
    tactics: tactics.map((one) => one.name),
    platforms: [...platforms],
    unseenPlatforms: [...unseenPlatforms],
    rules: rules.length,
    subTechniques: [...subs],
  };
}
