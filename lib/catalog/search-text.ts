import { type Catalog, getCatalog } from './client';
import type { TextTerm } from './search-query';

/** Rule id → rank. Lower is better, as in SQLite's bm25. */
export type TextMatches = ReadonlyMap<string, number>;

/** The rank of a match inside a word: behind every match of a whole word. */
const SUBSTRING_RANK = 0;
const MIN_SUBSTRING = 3;
const REMEMBERED = 300;

const shared = globalThis as typeof globalThis & {
  watchfloorSearches?: {
    catalog: Catalog;
    state: string;
    terms: Map<string, Promise<TextMatches>>;
  };
};

/** The rules whose title, description, text, KQL or hypothesis has the term. Cached for a state of the catalog. */
export function searchText(
  term: Pick<TextTerm, 'text' | 'phrase'>,
  state: string,
): Promise<TextMatches> {
  const catalog = getCatalog();
  const remembered = shared.watchfloorSearches;
  const isCurrent = remembered?.catalog === catalog && remembered.state === state;
  const terms = isCurrent ? remembered.terms : new Map<string, Promise<TextMatches>>();
  if (!isCurrent) shared.watchfloorSearches = { catalog, state, terms };
  const key = `${term.phrase ? '"' : ' '}${term.text.toLowerCase()}`;
  const known = terms.get(key);
  if (known) return known;
  const found = runSearch(catalog, term);
  found.catch(() => terms.delete(key));
  if (terms.size >= REMEMBERED) terms.delete(terms.keys().next().value ?? '');
  terms.set(key, found);
  return found;
}

async function runSearch(
  catalog: Catalog,
  { text, phrase }: Pick<TextTerm, 'text' | 'phrase'>,
): Promise<TextMatches> {
  const matches = new Map<string, number>();
  if (text.length >= MIN_SUBSTRING) {
    const rows = await catalog.$queryRaw<{ ruleId: string }[]>`
      SELECT ruleId FROM RuleSubstring WHERE text LIKE ${`%${likePattern(text)}%`}`;
    for (const { ruleId } of rows) matches.set(ruleId, SUBSTRING_RANK);
  }
  const expression = matchExpression(text, phrase);
  if (expression) {
    const rows = await catalog.$queryRaw<{ ruleId: string; rank: number }[]>`
      SELECT ruleId, bm25(RuleSearch, 0, 10, 3, 1, 1, 2) AS rank
      FROM RuleSearch WHERE RuleSearch MATCH ${expression}`;
    for (const { ruleId, rank } of rows) matches.set(ruleId, rank);
  }
  return matches;
}

/** One quoted FTS5 string, so that nothing in it is an operator. A word also matches as a prefix. */
function matchExpression(text: string, phrase: boolean): string | null {
  if (!/[\p{L}\p{N}]/u.test(text)) return null;
  const quoted = `"${text.replaceAll('"', '""')}"`;
  return phrase || !/[\p{L}\p{N}]$/u.test(text) ? quoted : `${quoted}*`;
}

/** Escaping LIKE's wildcards would lose the index, so `_` replaces them. */
function likePattern(text: string): string {
  return text.replaceAll('%', '_');
}
