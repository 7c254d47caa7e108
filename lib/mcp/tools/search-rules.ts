import { z } from 'zod';
import { exportRules } from '@/lib/catalog/export-rules';
import { type FoundRules, findRules } from '@/lib/catalog/feed';
import { feedHref, NO_FILTER, SORTS } from '@/lib/catalog/feed-filter';
import { describeMistake } from '@/lib/catalog/mistake';
import { SEARCH_FIELDS } from '@/lib/catalog/search-query';
import { shownQuery } from '@/lib/catalog/shown-query';
import { proofMeanings } from '@/lib/glossary';
import { PROOFS } from '@/lib/proof/types';
import { plainLine } from '@/lib/text/plain-text';
import { partOf } from '../bounds';
import { citation, cite } from '../citation';
import { defineTool } from '../define-tool';
import { cut, offset, ownTables, tablesOf, target } from '../inputs';
import { requireRules } from '../require-rules';

const LANGUAGE = Object.entries(SEARCH_FIELDS)
  .map(([field, meaning]) => `${field}: (${meaning})`)
  .join(', ');

const MAX_RULES = 50;
const ROOM = 40_000;

const found = z.object({
  ...citation.shape,
  level: z.string().nullable(),
  status: z.string().nullable(),
  proof: z.enum(PROOFS),
  outcome: z.string().describe('The best over its queries: exact, approximate or unsupported.'),
  techniques: z.array(z.string()),
  hypothesis: z.string().describe('The first sentence.'),
  changed: z.string().describe('The day of the last change.'),
  query: z
    .object({
      target,
      table: z.string().nullable(),
      outcome: z.string(),
      cost: z.string().nullable(),
    })
    .nullable()
    .describe('The query that fits the question best; get_query has its text. Null without one.'),
});

/** Finds rules as the feed does. */
export const searchRules = defineTool({
  name: 'search_rules',
  title: 'Search rules',
  description: `Finds detection rules. The query is in the search language of the feed: words, "phrases", -not, and field:value, which all must hold; values with a comma between them are alternatives. Example: technique:T1059.001 level:high,critical proof:proven "encoded command" -sccm. Fields: ${LANGUAGE}. With “tables” it finds only rules that run with them.`,
  input: z.strictObject({
    query: z.string().max(400).default('').describe('Empty for every rule.'),
    tables: ownTables.optional(),
    sort: z
      .enum(SORTS)
      .optional()
      .describe('Without it: by relevance for a text, otherwise the newest change first.'),
    limit: z.int().min(1).max(MAX_RULES).default(10),
    offset,
  }),
  output: z.object({
    total: z.int(),
    rules: z.array(found),
    proofs: z.record(z.string(), z.string()).describe('What each proof above means.'),
    notes: z.array(z.string()).describe('What was not understood, and what is in the way of more.'),
    page: z.string().describe('The same list for people.'),
    cut,
  }),
  async answer({ query, tables, sort, limit, offset }, { origin }) {
    const result = await findRules({
      ...NO_FILTER,
      q: query,
      env: tablesOf(tables),
      sort: sort ?? null,
    });
    requireRules(result.index);
    const rules: z.infer<typeof found>[] = [];
    for await (const { rule, licence, upstreamUrl } of exportRules(
      result.rules.slice(offset, offset + limit),
      { withQueries: false },
    )) {
      const shown = shownQuery(rule, result.filter);
      rules.push({
        ...cite({ ...rule, licence, upstreamUrl }, origin),
        level: rule.level,
        status: rule.status,
        proof: rule.proof,
        outcome: rule.outcome,
        techniques: [...rule.techniques],
        hypothesis: plainLine(rule.hypothesis, 'description'),
        changed: rule.changedAt.toISOString().slice(0, 10),
        query: shown && {
          target: shown.target,
          table: shown.table,
          outcome: shown.outcome,
          cost: shown.cost,
        },
      });
    }
    const part = partOf(rules, { offset, total: result.rules.length, room: ROOM, what: 'rules' });
    const meanings = proofMeanings();
    return {
      total: result.rules.length,
      rules: part.items,
      proofs: Object.fromEntries(part.items.map(({ proof }) => [proof, meanings[proof]])),
      notes: notesOf(result),
      page: origin + feedHref(result.filter, { sort: sort ?? null }),
      cut: part.cut,
    };
  },
});

function notesOf({ mistakes, termsInTheWay, inTheWay, rules }: FoundRules): string[] {
  const notes = mistakes.map(describeMistake);
  if (rules.length > 0) return notes;
  for (const { term, q, count } of termsInTheWay.slice(0, 5)) {
    notes.push(`Without “${term}” there are ${count} rules: ask for “${q}”.`);
  }
  const withoutTables = inTheWay.find(({ filters }) => filters.join() === 'env');
  if (withoutTables) {
    notes.push(
      `${withoutTables.count} rules fit but do not run with these tables: what_can_i_run shows which tables would help.`,
    );
  }
  return notes;
}
