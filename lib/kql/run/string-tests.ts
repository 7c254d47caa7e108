/**
 * String comparison as Kusto does it. Case-insensitive operators fold ASCII letters only, and
 * `has` looks for whole terms: maximal runs of alphanumeric characters.
 * https://learn.microsoft.com/kusto/query/datatypes-string-operators
 */

const MAX_FOLDED = 4096;
const folded = new Map<string, string>();

/** Lower case for ASCII letters. Cached, because every comparison folds the same column. */
export function fold(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const lower = isAscii(text)
    ? text.toLowerCase()
    : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  if (folded.size >= MAX_FOLDED) folded.clear();
  folded.set(text, lower);
  return lower;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

const ALPHANUMERIC = /^[\p{L}\p{N}]$/u;

function isAlphanumeric(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) {
    return (
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x30 && code <= 0x39)
    );
  }
  return !Number.isNaN(code) && ALPHANUMERIC.test(text[at] ?? '');
}

/** Whether `needle` occurs in `text` with a term's edge before it, after it, or both. */
export function hasTerm(text: string, needle: string, before: boolean, after: boolean): boolean {
  if (needle === '') return true;
  const edgeBefore = before && isAlphanumeric(needle, 0);
  const edgeAfter = after && isAlphanumeric(needle, needle.length - 1);
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    if (edgeBefore && at > 0 && isAlphanumeric(text, at - 1)) continue;
    const end = at + needle.length;
    if (edgeAfter && end < text.length && isAlphanumeric(text, end)) continue;
    return true;
  }
  return false;
}

export type StringTest = (text: string, operand: string) => boolean;

/** Each string operator without its negation, on operands folded if the operator ignores case. */
export const STRING_TESTS = new Map(
  Object.entries<StringTest>({
    equals: (text, operand) => text === operand,
    contains: (text, operand) => text.includes(operand),
    startswith: (text, operand) => text.startsWith(operand),
    endswith: (text, operand) => text.endsWith(operand),
    has: (text, operand) => hasTerm(text, operand, true, true),
    hasprefix: (text, operand) => hasTerm(text, operand, true, false),
    hassuffix: (text, operand) => hasTerm(text, operand, false, true),
  }),
);
