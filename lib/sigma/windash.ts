import type { Pattern } from './types';

/**
 * Windows programs take several characters as the start of an option: hyphen, slash, en dash, em dash
 * and horizontal bar (modifiers appendix, `windash`). A dash counts where it starts an option: before
 * a letter, digit or underscore, and not after one, so that `wmi-object` stays one word.
 */
const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];
const OPTION_DASH = /(?<!\w)[-/\u2013\u2014\u2015](?=\w)/g;
const MAX_VARIANTS = 3125;

/** All variants of the pattern, the written one first; null if there are too many. */
export function windashVariants(pattern: Pattern): Pattern[] | null {
  let variants: Pattern[] = [[]];
  for (const part of pattern) {
    const forms: readonly Pattern[number][] | null =
      typeof part === 'string' ? textVariants(part) : [part];
    if (!forms || variants.length * forms.length > MAX_VARIANTS) return null;
    variants = variants.flatMap((before) => forms.map((form): Pattern => [...before, form]));
  }
  return variants;
}

function textVariants(text: string): string[] | null {
  let variants = [''];
  let from = 0;
  for (const match of text.matchAll(OPTION_DASH)) {
    const before = text.slice(from, match.index);
    const dashes = [match[0], ...DASHES.filter((dash) => dash !== match[0])];
    if (variants.length * dashes.length > MAX_VARIANTS) return null;
    variants = variants.flatMap((variant) => dashes.map((dash) => variant + before + dash));
    from = match.index + 1;
  }
  return variants.map((variant) => variant + text.slice(from));
}
