import { ownValue } from '@/lib/own-value';

/**
 * Placeholders (rules specification, "Placeholders"): under `expand`, a name between percent signs
 * represents values of the environment. `\%` is a percent sign.
 */
const PLACEHOLDER = /\\%|%([A-Za-z0-9_.-]+)%/g;

/** Names in the order of their first use. */
export function findPlaceholders(text: string): string[] {
  const names = new Set<string>();
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match[1] !== undefined) names.add(match[1]);
  }
  return [...names];
}

/**
 * The texts that result from replacing each placeholder with each of its values. Values use Sigma's
 * notation, so they may have wildcards.
 */
export function substitutePlaceholders(
  text: string,
  values: Readonly<Record<string, readonly string[]>>,
): string[] {
  let texts = [''];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const name = match[1];
    const before = text.slice(from, match.index);
    const known = name !== undefined && Object.hasOwn(values, name);
    const replacements =
      name === undefined ? ['%'] : known ? (ownValue(values, name) ?? []) : [match[0]];
    texts = texts.flatMap((one) => replacements.map((value) => one + before + value));
    from = match.index + match[0].length;
  }
  return texts.map((one) => one + text.slice(from));
}
