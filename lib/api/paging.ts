import { z } from 'zod';
import { ApiProblem, badParameter } from './problem';

const MAX_LIMIT = 100;

/** The parameters of every list. */
export const pagingParameters = {
  limit: z.int().min(1).max(MAX_LIMIT).default(50).describe('How many items at most.'),
  cursor: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .describe('Where to go on: take it from `next` of the page before, or follow the header Link.'),
};

export interface PageAsked {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The key of its last item if there are more. */
  readonly last: string | null;
}

/** A key as a cursor, which clients pass on as it is. */
export function writeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** The key in a cursor. Throws an ApiProblem for a text that is none. */
export function readCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (key !== '' && writeCursor(key) === cursor) return key;
  throw badParameter('cursor', 'is none that this server gave. Begin without it.');
}

/**
 * The items after the one that a cursor names, by its key: a sync between two pages moves the list, and not the place in it.
 * Throws an ApiProblem if that item is gone.
 */
export function pageOf<Item>(
  all: readonly Item[],
  { cursor, limit }: PageAsked,
  keyOf: (item: Item) => string,
): Page<Item> {
  const start = cursor === undefined ? 0 : placeAfter(all, readCursor(cursor), keyOf);
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  return { items, last: last && start + limit < all.length ? keyOf(last) : null };
}

function placeAfter<Item>(
  all: readonly Item[],
  key: string,
  keyOf: (item: Item) => string,
): number {
  const at = all.findIndex((item) => keyOf(item) === key);
  if (at >= 0) return at + 1;
  throw new ApiProblem(
    410,
    'The item at which this list was to go on is not in it any more: a sync has changed the catalog, or the cursor is of another list. Begin without the parameter cursor.',
  );
}
