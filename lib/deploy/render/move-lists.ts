import { readLiteral } from '@/lib/translate/prefilter/read-kql';

/** Values of a query that stand in a watchlist of Sentinel. */
export interface Watchlist {
  /** By which the query names it. */
  readonly alias: string;
  readonly values: readonly string[];
}

export interface MovedLists {
  readonly query: string;
  readonly watchlists: readonly Watchlist[];
}

/** A list of exact texts over several lines, as the printer writes it. */
const LIST =
  / (in~?) \(\n((?:[ \t]+(?:@?"(?:[^"\\\n]|\\.|"")*"|@?'(?:[^'\\\n]|\\.|'')*'),?\n)+)[ \t]*\)/g;

/**
 * The query with its longest lists of exact values in watchlists, as few as it takes to have at most `most`
 * characters. Null if that is not enough, or if it takes a list that cannot be read. Comparing with a watchlist
 * means the same as comparing with its values.
 */
export function moveLists(query: string, most: number, id: string): MovedLists | null {
  const lists = [...query.matchAll(LIST)]
    .map((match) => ({
      text: match[0],
      operator: match[1] ?? '',
      values: valuesOf(match[2] ?? ''),
    }))
    .sort((a, b) => b.text.length - a.text.length);
  let moved = query;
  const watchlists: Watchlist[] = [];
  for (const { text, operator, values } of lists) {
    if (moved.length <= most) break;
    if (!values) return null;
    const alias = `wf-${id.slice(0, 8)}-${watchlists.length + 1}`;
    moved = moved.replace(
      text,
      () => ` ${operator} ((_GetWatchlist('${alias}') | project SearchKey))`,
    );
    watchlists.push({ alias, values });
  }
  return moved.length <= most && watchlists.length > 0 ? { query: moved, watchlists } : null;
}

function valuesOf(lines: string): readonly string[] | null {
  const values = lines.split('\n').flatMap((line) => {
    const literal = line.trim().replace(/,$/, '');
    return literal === '' ? [] : [readLiteral(literal)];
  });
  return values.every((value) => value !== null) ? values : null;
}

/** The file that a watchlist is imported from: a column SearchKey, one value a line. */
export function watchlistCsv({ values }: Watchlist): string {
  const cells = values.map((value) => `"${value.replaceAll('"', '""')}"\r\n`);
  return `SearchKey\r\n${cells.join('')}`;
}
