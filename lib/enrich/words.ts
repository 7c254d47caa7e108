import { codeSpan } from '@/lib/text/code-spans';

/** How much of a rule a sentence includes. Less detail makes it shorter. */
export interface Detail {
  readonly values: number;
  readonly comparisons: number;
  readonly characters: number;
}

/** A value as code: on one line, at most `limit` characters. */
export function code(value: string, limit: number): string {
  const line = value.replace(/[^\S ]+/g, ' ');
  const text = line.length > limit ? shortened(line, limit) : line;
  if (text.trim() === '') return whitespace(value);
  return codeSpan(text);
}

/** A value without a visible character: `a blank`, or the code points of one that only looks so. */
function whitespace(value: string): string {
  const rare = [...value].filter((character) => character !== ' ');
  if (rare.length === 0) return 'a blank';
  const points = [...new Set(rare)].map(
    (character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return `a blank of another kind (${points.join(', ')})`;
}

// The end of a path says most. Cuts at a separator if one is near.
function shortened(line: string, limit: number): string {
  const isPath = /^[^\s"']*[\\/][^"']*$/.test(line) && !/ [-/]/.test(line);
  if (!isPath) return `${line.slice(0, limit - 1).trimEnd()}…`;
  const tail = line.slice(1 - limit);
  const cut = tail.search(/[\\/](?=.)/);
  return `…${cut > 0 && cut < limit / 2 ? tail.slice(cut) : tail}`;
}

/** `a`, `b` or `c`; with more than `shown` items: `a`, `b` or 7 others. */
export function list(items: readonly string[], join: 'any' | 'all', shown: number): string {
  const word = join === 'any' ? 'or' : 'and';
  // Naming the last one takes no more room than counting it.
  if (items.length <= shown + 1) return series(items, word);
  const rest = items.length - shown;
  const count = rest.toLocaleString('en-US');
  const tail = join === 'any' ? `${count} others` : `${count} more`;
  return series([...items.slice(0, shown), tail], word);
}

export function series(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/** `a process`, `an event`. */
export function article(noun: string): string {
  return /^(?:[aeio]|u(?!ser|ni|ri|sb))/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function uncapitalise(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Ends a text with one full stop. */
export function sentence(text: string): string {
  const trimmed = text.replace(/\s+/g, ' ').trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

export function bounded(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.lastIndexOf(' ', limit - 2);
  return `${text.slice(0, cut > limit / 2 ? cut : limit - 2).replace(/[,;:]$/, '')}….`;
}

/** Whether a text has the word, or a longer one that begins with it. */
export function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[a-z0-9]/.test(text.charAt(at - 1)) || !/^[a-z0-9]/.test(word)) return true;
  }
  return false;
}
