/**
 * How tightly KQL binds. `or` is weakest; the string operators (`contains`, `has`, …) take only
 * primary operands here. The grammar binds them tighter than arithmetic, which a reader should not
 * have to know.
 */
export const OR = 1;
export const AND = 2;
export const COMPARE = 3;
export const ADD = 4;
export const MULTIPLY = 5;
export const PRIMARY = 6;

const TOKEN =
  /\s+|\/\/[^\n]*|[hH]?@"(?:[^"]|"")*"|[hH]?@'(?:[^']|'')*'|[hH]?"(?:[^"\\]|\\.)*"|[hH]?'(?:[^'\\]|\\.)*'|[A-Za-z0-9_$.]+|[([{]|[)\]}]|\.\.|[^\s\w]/gy;

/**
 * The precedence of KQL text by its weakest operator outside brackets and strings: `PRIMARY` for names,
 * calls, member access and literals. Text that is not balanced counts as weakest.
 */
export function precedenceOf(text: string): number {
  let weakest = PRIMARY;
  let depth = 0;
  let previous: 'none' | 'operand' | 'operator' = 'none';
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return OR;
    const token = match[0];
    if (/^(\s|\/\/)/.test(token)) continue;
    if (/^[([{]$/.test(token)) {
      depth++;
      previous = 'operand';
      continue;
    }
    if (/^[)\]}]$/.test(token)) {
      if (--depth < 0) return OR;
      previous = 'operand';
      continue;
    }
    if (depth > 0) continue;
    if (token === 'or') weakest = Math.min(weakest, OR);
    else if (token === 'and') weakest = Math.min(weakest, AND);
    else if (token === '+' || token === '-') {
      // A sign in front of an operand binds like a factor.
      weakest = Math.min(weakest, previous === 'operand' ? ADD : MULTIPLY);
    } else if (token === '*' || token === '/' || token === '%') {
      weakest = Math.min(weakest, MULTIPLY);
    } else if (/^[\w$.@'"hH]/.test(token)) {
      // Two operands in a row: the second is a word operator such as `contains`.
      if (previous === 'operand') weakest = Math.min(weakest, COMPARE);
      previous = 'operand';
      continue;
    } else {
      weakest = Math.min(weakest, COMPARE);
    }
    previous = 'operator';
  }
  return depth === 0 ? weakest : OR;
}
