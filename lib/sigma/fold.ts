/**
 * Case folding, the same for rules and events: Unicode's simple lower case. `toLowerCase` alone is
 * the full mapping, which makes two characters of the dotted capital I, and looks at the neighbours of
 * a capital sigma, so that a word and its beginning could fold differently.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (!/[\u0130\u03a3]/.test(text)) return lower;
  return text.replaceAll('\u0130', 'i').replaceAll('\u03a3', '\u03c3').toLowerCase();
}
