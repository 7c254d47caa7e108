import { type Catalog, getCatalog } from './client';
import { Bitset } from './columns/bitset';
import { ruleColumns } from './columns/rule-columns';
import { findWritingRun, stateName } from './last-sync';
import type { RuleIndex } from './rule-index';
import { rulesWithPart } from './search-part';
import type { TextTerm } from './search-query';
import { type RuleIds, readRuleIds } from './search-rows';
import { readWords, type Words } from './words';

/** The rules that a text finds, by their places in the index. */
export interface TextMatches {
  readonly places: Bitset;
  /** Lower is better, as in SQLite's bm25. Those without a rank come last, such as matches inside a word. */
  readonly ranks: ReadonlyMap<number, number>;
}

const MIN_PART = 3;
const REMEMBERED = 300;
/**
 * A rank takes longer than a match. Of a text that more rules have, those with it in their titles have ranks,
 * up to as many.
 */
const MAX_RANKED = 5000;

/** What was asked of one state of the catalog. */
interface Asked {
  readonly catalog: Catalog;
  readonly index: RuleIndex;
  /** The last state: while the index of a new one is read, the former still answers. */
  readonly state: string;
  readonly terms: Map<string, Promise<TextMatches>>;
  readonly words: () => Promise<Words>;
  readonly rows: () => Promise<Rows>;
}

interface Rows {
  /** Places in the index by rows of RuleSearch. */
  readonly places: ReadonlyMap<number, number>;
  /** By rows of RuleWord. */
  readonly ids: RuleIds;
}

const shared = globalThis as typeof globalThis & { watchfloorSearches?: Asked };

/** The rules whose title, description, text, KQL or hypothesis has the term. Cached for a state of the catalog. */
export async function searchText(
  index: RuleIndex,
  term: Pick<TextTerm, 'text' | 'phrase'>,
): Promise<TextMatches> {
  const asked = await askedOf(getCatalog(), index);
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

async function askedOf(catalog: Catalog, index: RuleIndex): Promise<Asked> {
  const state = stateName(await findWritingRun(catalog));
  const remembered = shared.watchfloorSearches;
  if (remembered?.catalog === catalog && remembered.index === index && remembered.state === state) {
    return remembered;
  }
  const asked: Asked = {
    catalog,
    index,
    state,
    terms: new Map(),
    words: onceUnlessFailed(() => readWords(catalog)),
    rows: onceUnlessFailed(() => readRows(catalog, index)),
  };
  shared.watchfloorSearches = asked;
  return asked;
}

function onceUnlessFailed<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let known: Promise<Value> | null = null;
  return () => {
    known ??= read().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function readRows(catalog: Catalog, index: RuleIndex): Promise<Rows> {
  const { placeOf } = ruleColumns(index);
  const searched = await readRuleIds(catalog, 'RuleSearch');
  const places = new Map<number, number>();
  for (const [row, id] of searched) {
    const place = placeOf.get(id);
    if (place !== undefined) places.set(row, place);
  }
  return { places, ids: await readRuleIds(catalog, 'RuleWord') };
}

async function runSearch(
  { catalog, index, words, rows }: Asked,
  { text, phrase }: Pick<TextTerm, 'text' | 'phrase'>,
): Promise<TextMatches> {
  const { size, placeOf } = ruleColumns(index);
  const places = Bitset.none(size);
  const ranks = new Map<number, number>();
  const expression = matchExpression(text, phrase);
  if (expression) {
    const known = (await rows()).places;
    const ranked = await rankedRows(catalog, expression, MAX_RANKED + 1);
    const isMore = ranked.length > MAX_RANKED;
    for (const row of isMore ? await matchingRows(catalog, expression) : []) {
      const place = known.get(row);
      if (place !== undefined) places.add(place);
    }
    const kept = isMore ? await rankedRows(catalog, `{title} : ${expression}`, MAX_RANKED) : ranked;
    for (const [row, rank] of kept) {
      const place = known.get(row);
      if (place === undefined) continue;
      places.add(place);
      ranks.set(place, rank);
    }
  }
  if (text.length >= MIN_PART) {
    const isKnown = (id: string) => places.has(placeOf.get(id) ?? size);
    const { ids } = await rows();
    for (const id of await rulesWithPart(catalog, await words(), ids, text, isKnown)) {
      const place = placeOf.get(id);
      if (place !== undefined) places.add(place);
    }
  }
  return { places, ranks };
}

/** One quoted FTS5 string, so that nothing in it is an operator. A word also matches as a prefix. */
function matchExpression(text: string, phrase: boolean): string | null {
  if (!/[\p{L}\p{N}]/u.test(text)) return null;
  const quoted = `"${text.replaceAll('"', '""')}"`;
  return phrase || !/[\p{L}\p{N}]$/u.test(text) ? quoted : `${quoted}*`;
}

async function matchingRows(catalog: Catalog, expression: string): Promise<number[]> {
  const [all] = await catalog.$queryRaw<{ rows: string }[]>`
    SELECT json_group_array(rowid) AS rows FROM RuleSearch WHERE RuleSearch MATCH ${expression}`;
  return JSON.parse(all?.rows ?? '[]');
}

async function rankedRows(
  catalog: Catalog,
  expression: string,
  most: number,
): Promise<[row: number, rank: number][]> {
  const [all] = await catalog.$queryRaw<{ rows: string }[]>`
    SELECT json_group_array(json_array(row, rank)) AS rows FROM (
      SELECT rowid AS row, bm25(RuleSearch, 0, 10, 3, 1, 1, 2) AS rank
      FROM RuleSearch WHERE RuleSearch MATCH ${expression} LIMIT ${most})`;
  return JSON.parse(all?.rows ?? '[]');
}
