/** Characters of an answer. Clients begin to complain, or to cut, at about 25,000 tokens. */
export const MAX_ANSWER = 60_000;

/** A part of a list, and what a caller has to know of the rest. */
export interface Part<Item> {
  readonly items: Item[];
  /** Empty if nothing was left out. */
  readonly cut: string[];
}

/**
 * As many of a list's items as fit into `room` characters of JSON, but at least one. `items` are those from `offset` on
 * that were asked for, `total` is the length of the whole list.
 */
export function partOf<Item>(
  items: readonly Item[],
  list: { offset: number; total: number; room: number; what: string },
): Part<Item> {
  const fitting: Item[] = [];
  let left = list.room;
  for (const item of items) {
    left -= JSON.stringify(item).length;
    if (left < 0 && fitting.length > 0) break;
    fitting.push(item);
  }
  return { items: fitting, cut: cutNotes(list.offset, fitting.length, list.total, list.what) };
}

/** What is said of a list of which a caller gets only `shown` from `offset` on. */
export function cutNotes(offset: number, shown: number, total: number, what: string): string[] {
  const end = offset + shown;
  if (offset > 0 && shown === 0) {
    return [`There are only ${total} ${what}. Ask again with a smaller offset.`];
  }
  if (end >= total) return [];
  return [
    `These are ${what} ${offset + 1} to ${end} of ${total}. Ask again with offset ${end} for the next ones.`,
  ];
}

/** A part of a long text, and what a caller has to know of the rest. */
export interface TextPart {
  readonly text: string;
  readonly cut: string[];
}

/** The characters of a text from `from` on, at most `limit`. */
export function textFrom(text: string, from: number, limit: number, what: string): TextPart {
  const end = from + limit;
  const part = text.slice(from, end);
  const cut: string[] = [];
  if (from > 0 && part === '') {
    cut.push(`${what} has only ${text.length} characters. Ask again with a smaller “from”.`);
  } else if (end < text.length) {
    cut.push(
      `${what} has ${text.length} characters, and these are ${from + 1} to ${end}. Ask again with from ${end} for the next ones, and join the parts.`,
    );
  }
  return { text: part, cut };
}

/** The first items of a list that is not worth asking for twice, with a note if there are more. */
export function firstOf<Item>(
  all: readonly Item[],
  limit: number,
  what: string,
  notes: string[],
): Item[] {
  if (all.length > limit) notes.push(`Only ${limit} of ${all.length} ${what} are listed.`);
  return all.slice(0, limit);
}
