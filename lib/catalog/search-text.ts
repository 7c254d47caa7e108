import { type Catalog, getCatalog } from './client';
import { rulesWithPart } from './search-part';
import type { TextTerm } from './search-query';
import { readWords, type Words } from './words';

/** Rule id → rank. Lower is better, as in SQLite's bm25. */
export type TextMatches = ReadonlyMap<string, number>;

/** The rank of a match inside a word: behind every match of a whole word. */
const PART_RANK = 0;
const MIN_PART = 3;
const REMEMBERED = 300;

/** What was asked of one state of the catalog. */
interface Asked {
  readonly catalog: Catalog;
  readonly syncId: number;
  readonly terms: Map<string, Promise<TextMatches>>;
  words: Promise<Words> | null;
}

const shared = globalThis as typeof globalThis & { watchfloorSearches?: Asked };

/** The rules whose title, description, text, KQL or hypothesis has the term. Cached until the next sync. */
export function searchText(
  term: Pick<TextTerm, 'text' | 'phrase'>,
  syncId: number,
): Promise<TextMatches> {
  const asked = askedOf(getCatalog(), syncId);
  const { terms } = asked;
  const key = `${term.phrase ? '"' : ' '}${term.text.toLowerCase()}`;
  const known = terms.get(key);
  if (known) return known;
  const found = runSearch(asked, term);
  found.catch(() => terms.delete(key));
  if (terms.size >= REMEMBERED) terms.delete(terms.keys().next().value ?? '');
  terms.set(key, found);
  return found;
}

function askedOf(catalog: Catalog, syncId: number): Asked {
  const remembered = shared.watchfloorSearches;
  if (remembered?.catalog === catalog && remembered.syncId === syncId) return remembered;
  const asked: Asked = { catalog, syncId, terms: new Map(), words: null };
  shared.watchfloorSearches = asked;
  return asked;
}

async function runSearch(
  asked: Asked,
  { text, phrase }: Pick<TextTerm, 'text' | 'phrase'>,
): Promise<TextMatches> {
  const { catalog } = asked;
  const matches = new Map<string, number>();
  const expression = matchExpression(text, phrase);
  if (expression) {
    const rows = await catalog.$queryRaw<{ ruleId: string; rank: number }[]>`
      SELECT ruleId, bm25(RuleSearch, 0, 10, 3, 1, 1, 2) AS rank
      FROM RuleSearch WHERE RuleSearch MATCH ${expression}`;
    for (const { ruleId, rank } of rows) matches.set(ruleId, rank);
  }
  if (text.length >= MIN_PART) {
    const others = await rulesWithPart(catalog, await wordsOf(asked), text, matches);
    for (const id of others) matches.set(id, PART_RANK);
  }
  return matches;
}

function wordsOf(asked: Asked): Promise<Words> {
  if (asked.words) return asked.words;
  const words = readWords(asked.catalog);
  words.catch(() => {
    asked.words = null;
  });
  asked.words = words;
  return words;
}

/** One quoted FTS5 string, so that nothing in it is an operator. A word also matches as a prefix. */
function matchExpression(text: string, phrase: boolean): string | null {
  if (!/[\p{L}\p{N}]/u.test(text)) return null;
  const quoted = `"${text.replaceAll('"', '""')}"`;
  return phrase || !/[\p{L}\p{N}]$/u.test(text) ? quoted : `${quoted}*`;
}
