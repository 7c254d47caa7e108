import { ANY, ONE, type Pattern } from './types';

/**
 * Sigma strings (rules specification, "String Wildcard" and "Escaping"). `*` and `?` are wildcards; a
 * backslash escapes them and itself, and is an ordinary character before anything else. Read from the
 * left, this agrees with the specification's list: `\*` is an asterisk, `\\*` a backslash and a
 * wildcard, `\\\*` a backslash and an asterisk; before other characters, one or two backslashes are
 * one, and three or four are two.
 */
export function parsePattern(text: string): Pattern {
  if (!/[*?\\]/.test(text)) return text === '' ? [] : [text];
  const parts: (string | typeof ANY | typeof ONE)[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') {
      const next = text[at + 1];
      if (next === '*' || next === '?' || next === '\\') {
        literal += next;
        at++;
      } else {
        literal += char;
      }
    } else if (char === '*' || char === '?') {
      if (literal !== '') parts.push(literal);
      literal = '';
      if (char === '?') parts.push(ONE);
      else if (parts[parts.length - 1] !== ANY) parts.push(ANY);
    } else {
      literal += char;
    }
  }
  if (literal !== '') parts.push(literal);
  return parts;
}

/** The Sigma string that reads as this pattern, with as few backslashes as possible. */
export function printPattern(pattern: Pattern): string {
  let text = '';
  for (let index = 0; index < pattern.length; index++) {
    const part = pattern[index];
    if (part === ANY) text += '*';
    else if (part === ONE) text += '?';
    else if (typeof part === 'string') text += escapeLiteral(part, index < pattern.length - 1);
  }
  return text;
}

function escapeLiteral(literal: string, wildcardFollows: boolean): string {
  return literal.replace(/(\\*)([*?]|[^\\*?]|$)/g, (_, slashes: string, next: string) => {
    const special = next === '*' || next === '?';
    const doubled = slashes.length > 1 || special || (next === '' && wildcardFollows);
    return (doubled ? slashes + slashes : slashes) + (special ? `\\${next}` : next);
  });
}

/** Whether the pattern is text alone, without wildcards. */
export function isPlain(pattern: Pattern): boolean {
  return pattern.every((part) => typeof part === 'string');
}

/** The text of a pattern without wildcards. */
export function plainText(pattern: Pattern): string {
  return pattern.filter((part) => typeof part === 'string').join('');
}

export function withLeadingAny(pattern: Pattern): Pattern {
  return pattern[0] === ANY ? pattern : [ANY, ...pattern];
}

export function withTrailingAny(pattern: Pattern): Pattern {
  return pattern[pattern.length - 1] === ANY ? pattern : [...pattern, ANY];
}
