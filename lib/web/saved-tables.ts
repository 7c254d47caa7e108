import { type OwnTables, parseOwnTables, printOwnTables } from '@/lib/own-tables/own-tables';

/** One's own tables as the browser keeps them, in the cookie “tables”. */
export interface SavedTables {
  readonly own: OwnTables;
  /** Every page shows only what runs with them. */
  readonly on: boolean;
}

const YEAR = 365 * 24 * 3600;
const OFF = '~';

/** Reads the cookie's value. Null without one, or if it has no name of a table. */
export function readSavedTables(value: string | undefined): SavedTables | null {
  const off = value?.startsWith(OFF) ?? false;
  const own = parseOwnTables(value?.slice(off ? OFF.length : 0) ?? '');
  return own && { own, on: !off };
}

/** The header Set-Cookie that saves the tables, or with null forgets them. */
export function savedTablesCookie(saved: SavedTables | null, secure: '; Secure' | ''): string {
  const word = printOwnTables(saved?.own ?? null);
  const value = word && saved ? `${saved.on ? '' : OFF}${word}` : '';
  return `tables=${value}; Path=/; Max-Age=${value ? YEAR : 0}; SameSite=Lax; HttpOnly${secure}`;
}
