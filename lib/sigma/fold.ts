/**
 * Case folding for rules and events: Unicode's simple folding, as RE2's flag i does it. `toLowerCase`
 * uses the full mapping, which turns a dotted capital I into two characters, folds a capital sigma by its
 * neighbours, and keeps a long s apart from an s. https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt
 */
export function fold(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.replace(/[^\0-@[-\x7f]/gu, foldCharacter);
}

/** The lower case of the upper case, where both are one character. A dotless i is no i. */
export function foldCharacter(character: string): string {
  const upper = single(character.toUpperCase()) ? character.toUpperCase() : character;
  const lower = upper.toLowerCase();
  return single(lower) && character !== 'ı' ? lower : character;
}

function single(text: string): boolean {
  return text.length === ((text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
