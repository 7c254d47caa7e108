/**
 * A KQL query in ASCII that means the same: characters beyond it are escapes in strings, and plain
 * substitutes in comments. Names in a query are ASCII already.
 */
export function asciiQuery(kql: string): string {
  if (isAscii(kql)) return kql;
  return kql.replace(TOKENS, (token) => {
    if (isAscii(token)) return token;
    if (token.startsWith('//')) return asciiText(token);
    return token.startsWith('@') ? escapeVerbatim(token) : escapeUnits(token);
  });
}

/** A text in ASCII: plain dashes and quotes, letters without their accents, and `?` for the rest. */
export function asciiText(text: string): string {
  if (isAscii(text)) return text;
  return asciiMarks(text)
    .replace(/\u00DF/g, 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\P{ASCII}/gu, '?');
}

/** A text with plain dashes, quotes and spaces, which reads the same. */
export function asciiMarks(text: string): string {
  return text
    .replace(/[\u2010-\u2015\u2212\u00B7\u2022]/g, '-')
    .replace(/[\u2018\u2019\u201A\u2032]/g, "'")
    .replace(/[\u201C-\u201E\u2033\u00AB\u00BB]/g, '"')
    .replace(/\u2026/g, '...')
    .replace(/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' ');
}

export function isAscii(text: string): boolean {
  return !/\P{ASCII}/u.test(text);
}

/** Strings, verbatim and plain, and comments. */
const TOKENS =
  /@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*/g;

/** A verbatim string has no escapes, so it becomes a plain one. */
function escapeVerbatim(token: string): string {
  const quote = token.charAt(1);
  const value = token.slice(2, -1).replaceAll(quote + quote, quote);
  const plain = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escapeUnits(plain)}"`;
}

function escapeUnits(text: string): string {
  return text.replace(/\P{ASCII}/gu, (character) => {
    let escaped = '';
    for (let at = 0; at < character.length; at++) {
      escaped += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}
