import type { Problem } from './modifiers';

/** What is wrong with a regular expression, or null. */
export function checkRegex(source: string, flags: string): Problem | null {
  try {
    toRegExp(source, flags);
    return null;
  } catch (error) {
    return {
      severity: 'error',
      code: 'sigma/invalid-regex',
      message: `Not a regular expression: ${error instanceof Error ? error.message : error}`,
    };
  }
}

/** Whether the expression is found anywhere in a text. */
export function compileRegex(source: string, flags: string): (text: string) => boolean {
  const expression = toRegExp(source, flags);
  return (text) => expression.test(text);
}

/** Flags at the beginning of the expression, `(?i)`, are flags of the whole in PCRE. */
function toRegExp(source: string, flags: string): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(source);
  const all = new Set([...flags, ...(inline?.[1] ?? '')]);
  return new RegExp(source.slice(inline?.[0].length ?? 0), [...all].join(''));
}
