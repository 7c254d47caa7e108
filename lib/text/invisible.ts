/**
 * Characters without a shape of their own, as the inside of a character class of a `u` expression:
 * controls, format characters (the bidirectional overrides and isolates, zero-width spaces and joiners,
 * the tag characters), separators of lines and paragraphs, surrogates without a partner, and what Unicode
 * lets a font leave out (Hangul fillers, variation selectors, the grapheme joiner). The blank Braille
 * pattern is a symbol for Unicode, but shows nothing either. Spaces are not among them.
 *
 * Queries escape these characters, and everything else that shows a stranger's text makes them visible.
 * Source: https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
export const INVISIBLE =
  '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}\\u2800';

/** `U+202E`, with at least four digits. */
export function codePointName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}
