import type { z } from 'zod';
import { exportRules } from '@/lib/catalog/export-rules';
import { findRules } from '@/lib/catalog/feed';
import { describeMistake } from '@/lib/catalog/mistake';
import type { IndexedRule } from '@/lib/catalog/rule-index';
import { defineList } from '../define-operation';
import { fieldsParameter } from '../fields';
import { filterOf, filterParameters, sortParameter } from '../filter-parameters';
import { pageOf, pagingParameters } from '../paging';
import { ruleSummary } from '../rule/rule-schema';
import { summariseRule } from '../rule/summarise-rule';

/** The rules that the feed's filters find. */
export const listRules = defineList({
  path: '/rules',
  id: 'listRules',
  group: 'Rules',
  summary: 'Rules',
  description: 'The rules that pass the feed’s filters, a page at a time, in the feed’s order.',
  example: '/rules?level=high,critical&technique=T1003&limit=2&fields=title,level,proof',
  parameters: {
    ...filterParameters,
    sort: sortParameter,
    ...pagingParameters,
    fields: fieldsParameter,
  },
  name: 'RuleSummary',
  schema: ruleSummary,
  async respond(input, { origin }) {
    const { rules, mistakes } = await findRules(filterOf(input));
    const { items, last } = pageOf(rules, input, ({ id }) => id);
    return {
      total: rules.length,
      notes: mistakes.map(describeMistake),
      items: await summaries(items, origin),
      last,
    };
  },
});

async function summaries(
  rules: readonly IndexedRule[],
  origin: string,
): Promise<z.input<typeof ruleSummary>[]> {
  const told: z.input<typeof ruleSummary>[] = [];
  for await (const each of exportRules(rules, { withQueries: false })) {
    told.push(summariseRule(each, origin));
  }
  return told;
}
