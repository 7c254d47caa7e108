import { isCertain, type Origin } from './origin';

/** A piece of literal text that a value must hold, and whether it begins or ends the value. */
export interface Piece {
  readonly text: string;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Terms that a dot or a dash joins read as one name, such as `wmic.exe`. */
const PHRASES = /[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*/g;
const TERM = /[A-Za-z0-9]+/g;

/** Shorter terms are not in the index (https://learn.microsoft.com/kusto/query/datatypes-string-operators). */
const INDEXED = 3;

/** Whether the index finds a text, by a term that it holds. */
export function hasIndexedTerm(text: string): boolean {
  return text.match(TERM)?.some((term) => term.length >= INDEXED) ?? false;
}

/** Words of the events' own XML and of nearly every path, which tell no row from another. */
const COMMON: ReadonlySet<string> = new Set(
  (
    'data name type time eventdata dataitem system xmldata xmlns http https schemas microsoft com win events event ' +
    'image windows system32 program files users user software machine registry exe dll true false null www'
  ).split(' '),
);

/** Words of many rows: they are used where there is nothing rarer. */
const FREQUENT: ReadonlySet<string> = new Set(
  (
    '0x00000000 0x00000001 currentversion currentcontrolset controlset001 control services classes policies explorer appdata local ' +
    'roaming locallow temp programdata syswow64 winsxs desktop public common'
  ).split(' '),
);

/**
 * The phrases that a text with this piece holds between boundaries, in the table's own column. A phrase is
 * one term or several that a dot or a dash joins; a term is a maximal run of ASCII letters and digits.
 */
export function phrasesOf(piece: Piece, origin: Origin, foldsAllLetters: boolean): string[] {
  const found: string[] = [];
  const { text, atStart, atEnd } = piece;
  for (const match of text.matchAll(PHRASES)) {
    const from = match.index;
    const to = from + match[0].length;
    const isStart =
      from === 0 ? atStart && origin.start : isCertain(text[from - 1] ?? '', origin.json);
    const isEnd = to === text.length ? atEnd && origin.end : isCertain(text[to] ?? '', false);
    for (const phrase of splitAtJoins(trimmed(match[0], isStart, isEnd), origin.joins)) {
      if (isUsable(phrase, origin, foldsAllLetters)) found.push(phrase);
    }
  }
  return found;
}

/** The phrase without the first or last term, where no boundary is certain. */
function trimmed(phrase: string, isStart: boolean, isEnd: boolean): string {
  const rest = isStart ? phrase : phrase.replace(/^[A-Za-z0-9]+[.-]?/, '');
  return isEnd ? rest : rest.replace(/[.-]?[A-Za-z0-9]+$/, '');
}

function splitAtJoins(phrase: string, joins: string): string[] {
  let parts = [phrase];
  for (const join of '.-') {
    if (joins.includes(join)) parts = parts.flatMap((part) => part.split(join));
  }
  return parts.filter((part) => part !== '');
}

function isUsable(phrase: string, { words, json }: Origin, foldsAllLetters: boolean): boolean {
  const terms = phrase.toLowerCase().match(TERM) ?? [];
  if (!terms.some((term) => term.length >= INDEXED && !COMMON.has(term))) return false;
  if (terms.some((term) => words.some((word) => term.includes(word)))) return false;
  // A regular expression that ignores case takes ſ for s and the Kelvin sign for k; a term does not.
  if (foldsAllLetters && /[ks]/i.test(phrase)) return false;
  // JSON has more than one spelling of a number.
  return !json || !/^[-\d.]*(?:e-?\d*)?$/i.test(phrase);
}

/** A longer phrase is in fewer rows; words that are in every row do not count, and frequent ones hardly. */
export function weightOf(phrase: string): number {
  const terms = phrase.toLowerCase().match(TERM) ?? [];
  const weight = (term: string): number =>
    COMMON.has(term) ? 0 : FREQUENT.has(term) ? 1 : term.length;
  return terms.reduce((sum, term) => sum + weight(term), 0);
}
