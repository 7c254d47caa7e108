import { ruleColumns } from '../../columns/rule-columns';
import { Prisma } from '../../generated/client';
import type { RuleIndex } from '../../rule-index';
import type { Catalog } from '../catalog';
import type { AskedText, OwnTexts, TextSearch } from '../types';
import { bm25, type Hit, readCorpus } from './bm25';
import { wholeWords, wordsOf } from './words-of';

/** Searches the words by tsvector and parts of words by trigrams, in the table RuleSearch. */
export function postgresqlTextSearch(catalog: Catalog, index: RuleIndex): TextSearch {
  const { placeOf } = ruleColumns(index);
  const corpus = readCorpus(catalog);
  const placesOf = (ids: readonly string[]) => ids.flatMap((id) => placeOf.get(id) ?? []);
  return {
    async ranked(asked, most, within) {
      const query = queryOf(asked, within);
      if (!query) return [];
      // In ts_rank_cd the weights are those of D, C, B and A, of 1 at most. For a phrase it sums them up by hits.
      const hits = await listOf<Hit>(
        catalog,
        Prisma.sql`
          SELECT json_agg(json_build_array("ruleId", hits, "length")) AS list FROM (
            SELECT "ruleId", "length",
              10 * (ts_rank_cd('{0.1, 0.2, 0.3, 1}', "words", q) + ts_rank_cd('{0.1, 0, 0, 0}', "own", q)) AS hits
            FROM "RuleSearch", (SELECT ${query} AS q) AS asked
            WHERE "words" @@ q OR "own" @@ q LIMIT ${most}) AS found`,
      );
      const ranks = bm25(hits, await corpus());
      return hits.flatMap(([id], at) => {
        const place = placeOf.get(id);
        return place === undefined ? [] : [[place, -(ranks[at] ?? 0)] as const];
      });
    },
    async matching(asked) {
      const query = queryOf(asked, 'all');
      if (!query) return [];
      const ids = await listOf<string>(
        catalog,
        Prisma.sql`
          SELECT json_agg("ruleId") AS list FROM "RuleSearch", (SELECT ${query} AS q) AS asked
          WHERE "words" @@ q OR "own" @@ q`,
      );
      return placesOf(ids);
    },
    async withPart(text, isKnown) {
      const pattern = `%${partPattern(text)}%`;
      const ids = await listOf<string>(
        catalog,
        Prisma.sql`SELECT json_agg("ruleId") AS list FROM "RuleSearch" WHERE "text" LIKE ${pattern}`,
      );
      return placesOf(ids).filter((place) => !isKnown(place));
    },
  };
}

/** Phrases in the column `own`. */
export function postgresqlOwnTexts(catalog: Catalog): OwnTexts {
  const queryFor = (phrase: string) => queryOf({ text: phrase, phrase: true }, 'all');
  return {
    async count(phrase) {
      const query = queryFor(phrase);
      if (!query) return 0;
      const [row] = await catalog.$queryRaw<{ counted: bigint }[]>`
        SELECT count(*) AS counted FROM "RuleSearch" WHERE "own" @@ ${query}`;
      return Number(row?.counted ?? 0);
    },
    async likeliest(phrases, most) {
      const corpus = await readCorpus(catalog)();
      const scores = new Map<string, number>();
      for (const query of phrases.flatMap((phrase) => queryFor(phrase) ?? [])) {
        const hits = await listOf<Hit>(
          catalog,
          Prisma.sql`
            SELECT json_agg(json_build_array("ruleId", ts_rank_cd('{1, 0, 0, 0}', "own", q), "length")) AS list
            FROM "RuleSearch", (SELECT ${query} AS q) AS asked WHERE "own" @@ q`,
        );
        const ranks = bm25(hits, corpus);
        for (const [at, [id]] of hits.entries()) {
          scores.set(id, (scores.get(id) ?? 0) + (ranks[at] ?? 0));
        }
      }
      const best = [...scores].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
      return best.slice(0, most).map(([id]) => id);
    },
  };
}

/** One value, because making an object of each row costs more than reading them. */
async function listOf<Item>(catalog: Catalog, sql: Prisma.Sql): Promise<readonly Item[]> {
  const [row] = await catalog.$queryRaw<{ list: Item[] | null }[]>(sql);
  return row?.list ?? [];
}

/** The query for the words of a text in their order, the last of which is the beginning of a word unless it is a phrase. */
function queryOf({ text, phrase }: AskedText, within: 'all' | 'title'): Prisma.Sql | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const isPrefix = !phrase && /[\p{L}\p{N}]$/u.test(text);
  const last = isPrefix ? (words.pop() ?? '') : '';
  const asked = `${wholeWords(words)} ${last}`.trim();
  const weight = within === 'title' ? 'A' : '';
  const end = isPrefix || weight ? `:${isPrefix ? '*' : ''}${weight}` : '';
  const between = weight ? `:${weight} <` : ' <';
  return Prisma.sql`(
    replace(phraseto_tsquery('catalog', ${asked})::text, ' <', ${between}) || ${end})::tsquery`;
}

/** The pattern for LIKE. `_` stands for any character, and so does `%` of the asked text. */
function partPattern(text: string): string {
  return text.toLowerCase().replaceAll('\0', ' ').replaceAll('\\', '\\\\').replaceAll('%', '_');
}
