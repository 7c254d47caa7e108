import { ruleColumns } from '../../columns/rule-columns';
import type { RuleIndex } from '../../rule-index';
import type { Catalog } from '../catalog';
import type { AskedText, TextSearch } from '../types';
import { rulesWithPart } from './search-part';
import { type RuleIds, readRuleIds } from './search-rows';
import { readWords } from './words';

interface Rows {
  /** Places in the index by rows of RuleSearch. */
  readonly places: ReadonlyMap<number, number>;
  /** By rows of RuleWord. */
  readonly ids: RuleIds;
}

/** Searches by FTS5: RuleSearch for words, RuleWord for parts of words. */
export function sqliteTextSearch(catalog: Catalog, index: RuleIndex): TextSearch {
  const { placeOf, size } = ruleColumns(index);
  const words = onceUnlessFailed(() => readWords(catalog));
  const rows = onceUnlessFailed(() => readRows(catalog, index));
  return {
    async ranked(asked, most, within) {
      const expression = matchExpression(asked);
      if (!expression) return [];
      const { places } = await rows();
      const limited = within === 'title' ? `{title} : ${expression}` : expression;
      return (await rankedRows(catalog, limited, most)).flatMap(([row, rank]) => {
        const place = places.get(row);
        return place === undefined ? [] : [[place, rank] as const];
      });
    },
    async matching(asked) {
      const expression = matchExpression(asked);
      if (!expression) return [];
      const { places } = await rows();
      return (await matchingRows(catalog, expression)).flatMap((row) => places.get(row) ?? []);
    },
    async withPart(text, isKnown) {
      const { ids } = await rows();
      const known = (id: string) => isKnown(placeOf.get(id) ?? size);
      const found = await rulesWithPart(catalog, await words(), ids, text, known);
      return found.flatMap((id) => placeOf.get(id) ?? []);
    },
  };
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

/** One quoted FTS5 string, so that nothing in it is an operator. A word also matches as a prefix. */
function matchExpression({ text, phrase }: AskedText): string | null {
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
