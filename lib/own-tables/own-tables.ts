/** The tables of a person's own environment: names in a Sentinel workspace, and in Defender XDR. */
export interface OwnTables {
  readonly sentinel: readonly string[];
  readonly defender: readonly string[];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;
const MAX_NAMES = 150;
// A cookie holds 4 KB.
const MAX_TEXT = 3800;

/** True for what can be the name of a table. */
export function isTableName(text: string): boolean {
  return NAME.test(text) && text.toLowerCase() !== 'all';
}

/**
 * Own tables as one word, for addresses and the cookie: the workspace's names separated by dots, a minus,
 * and Defender's. Without a minus both have the same tables. The word holds the first names that fit into
 * 3,800 characters. Empty for null, and if there is no name.
 */
export function printOwnTables(own: OwnTables | null): string {
  if (!own) return '';
  const { sentinel, defender } = fitting(own);
  const both = sentinel.length === defender.length && sentinel.every((n, at) => n === defender[at]);
  const text = both ? sentinel.join('.') : `${sentinel.join('.')}-${defender.join('.')}`;
  return text === '-' ? '' : text;
}

/** The same for an address that names a choice: `all` without tables, whatever the browser keeps. */
export function printOwnTablesOrAll(own: OwnTables | null): string {
  return printOwnTables(own) || 'all';
}

/** Reads such a word. Null if it has no name. Parts that are no name are left out. */
export function parseOwnTables(text: string): OwnTables | null {
  const [first = '', second = first] = text.slice(0, 2 * MAX_TEXT).split('-');
  const own = { sentinel: namesOf(first), defender: namesOf(second) };
  return own.sentinel.length + own.defender.length > 0 ? own : null;
}

/** How many different tables there are. */
export function countTables({ sentinel, defender }: OwnTables): number {
  return new Set([...sentinel, ...defender]).size;
}

function namesOf(text: string): readonly string[] {
  return [...new Set(text.split('.').filter(isTableName))].slice(0, MAX_NAMES);
}

function fitting({ sentinel, defender }: OwnTables): OwnTables {
  let left = MAX_TEXT;
  const fits = (name: string) => {
    left -= name.length + 1;
    return left >= 0;
  };
  return { sentinel: sentinel.filter(fits), defender: defender.filter(fits) };
}
