import { type CharSet, LAST } from './char-set';
import { RegexError } from './regex-node';

const PROPERTY_SETS = new Map<string, CharSet>();

/** `\p{Greek}`: JavaScript's Unicode data, read once per property. */
export function propertySet(name: string, at: number): CharSet {
  const known = PROPERTY_SETS.get(name);
  if (known) return known;
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^\\p{${name}}$`, 'u');
  } catch {
    try {
      pattern = new RegExp(`^\\p{Script=${name}}$`, 'u');
    } catch {
      throw new RegexError(`there is no Unicode class named ${name}`, at);
    }
  }
  const set: number[] = [];
  for (let code = 0; code <= LAST; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    if (!pattern.test(String.fromCodePoint(code))) continue;
    if (set[set.length - 1] === code - 1) set[set.length - 1] = code;
    else set.push(code, code);
  }
  PROPERTY_SETS.set(name, set);
  return set;
}
