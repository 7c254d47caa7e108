import { type Catalog, getCatalog } from './client';
import { Bitset } from './columns/bitset';
import { ruleColumns } from './columns/rule-columns';
import { databaseOf } from './database';
import type { AskedText, TextSearch } from './database/types';
import { findWritingRun, stateName } from './last-sync';
import type { RuleIndex } from './rule-index';

/** The rules that a text finds, by their places in the index. */
export interface TextMatches {
  readonly places: Bitset;
  /** Lower is better. Those without a rank come last, such as matches inside a word. */
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
  readonly search: TextSearch;
}

const shared = globalThis as typeof globalThis & { watchfloorSearches?: Asked };

/** The rules whose title, description, text, KQL or hypothesis has the term. Cached for a state of the catalog. */
export async function searchText(index: RuleIndex, term: AskedText): Promise<TextMatches> {
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
    search: databaseOf(catalog).search(catalog, index),
  };
  shared.watchfloorSearches = asked;
  return asked;
}

async function runSearch({ index, search }: Asked, asked: AskedText): Promise<TextMatches> {
  const places = Bitset.none(ruleColumns(index).size);
  const ranks = new Map<number, number>();
  const ranked = await search.ranked(asked, MAX_RANKED + 1, 'all');
  const isMore = ranked.length > MAX_RANKED;
  for (const place of isMore ? await search.matching(asked) : []) places.add(place);
  const kept = isMore ? await search.ranked(asked, MAX_RANKED, 'title') : ranked;
  for (const [place, rank] of kept) {
    places.add(place);
    ranks.set(place, rank);
  }
  if (asked.text.length >= MIN_PART) {
    const isKnown = (place: number) => places.has(place);
    for (const place of await search.withPart(asked.text, isKnown)) places.add(place);
  }
  return { places, ranks };
}
