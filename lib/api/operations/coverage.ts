import { z } from 'zod';
import { getCoverage, getCoverageGaps } from '@/lib/catalog/coverage';
import { feedHref } from '@/lib/catalog/feed-filter';
import { describeMistake } from '@/lib/catalog/mistake';
import { defineObject } from '../define-operation';
import { fieldsParameter } from '../fields';
import { filterOf, filterParameters } from '../filter-parameters';

const counts = {
  rules: z.int(),
  translated: z.int().describe('Those with a query.'),
  proven: z.int().describe('Those whose query fired on a real sample.'),
};

const coverage = z.object({
  sync: z.int(),
  rules: z.int().describe('Rules that were counted.'),
  notes: z.array(z.string()).describe('What was not understood in the parameters.'),
  tactics: z.array(
    z.object({
      shortName: z.string(),
      name: z.string(),
      techniques: z.int(),
      covered: z.int().describe('Those with a rule, or with one for a sub-technique.'),
      ...counts,
    }),
  ),
  techniques: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        ...counts,
        levels: z.record(z.string(), z.int()),
      }),
    )
    .describe(
      'Each technique and sub-technique once. A parent counts the rules of its sub-techniques.',
    ),
  gaps: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        lack: z
          .enum(['rule', 'query', 'tables'])
          .describe(
            'No rule names it; none of those that do has a query; none runs with the tables of `env`.',
          ),
        groups: z.int().describe('Groups that ATT&CK knows to use it.'),
        software: z.int(),
      }),
    )
    .describe('Techniques that no query detects, the most used first.'),
  page: z.string(),
});

/** What the rules of a filter cover of ATT&CK. */
export const getAllCoverage = defineObject({
  path: '/coverage',
  id: 'getCoverage',
  group: 'ATT&CK',
  summary: 'Coverage',
  description:
    'What the rules that pass the feed’s filters cover of MITRE ATT&CK, and the gaps. A rule that names a technique does not cover all of it.',
  example: '/coverage?product=windows&fields=rules,tactics',
  parameters: { ...filterParameters, fields: fieldsParameter },
  name: 'Coverage',
  schema: coverage,
  async respond(input, { origin }) {
    const { coverage, found } = await getCoverage(filterOf(input));
    const gaps = await getCoverageGaps(found);
    const entries = coverage.columns.flatMap(({ cells }) =>
      cells.flatMap((cell) => [cell, ...cell.subs]),
    );
    const byId = new Map(entries.map((entry) => [entry.technique.id, entry]));
    return {
      sync: found.index.syncId,
      rules: found.rules.length,
      notes: found.mistakes.map(describeMistake),
      tactics: coverage.columns.map(({ tactic, cells, counts }) => ({
        shortName: tactic.shortName,
        name: tactic.name,
        techniques: cells.length,
        covered: cells.filter((cell) => cell.counts.rules > 0).length,
        rules: counts.rules,
        translated: counts.translated,
        proven: counts.proven,
      })),
      techniques: [...byId.values()].map(({ technique: { id, name }, counts }) => ({
        id,
        name,
        rules: counts.rules,
        translated: counts.translated,
        proven: counts.proven,
        levels: { ...counts.levels },
      })),
      gaps: gaps.map(({ id, name, lack, known: { groups, software } }) => ({
        ...{ id, name, lack, groups, software },
      })),
      page: origin + feedHref(found.filter, { sort: null }, '/coverage'),
    };
  },
});
