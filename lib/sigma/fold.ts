/**
 * Case folding for rules and events: Unicode's simple lower case. `toLowerCase` alone uses the full
 * mapping, which turns a dotted capital I into two characters and folds a capital sigma by its
 * neighbours, so a word and its prefix could fold differently.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (!/[\u0130\u03a3]/.test(text)) return lower;
  return text.replaceAll('\u0130', 'i').replaceAll('\u03a3', '\u03c3').toLowerCase();
}
