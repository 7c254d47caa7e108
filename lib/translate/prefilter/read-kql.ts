/** The little that a prefilter needs to know of the KQL in mapping files: calls, literals, members and `and`. */

interface Call {
  readonly name: string;
  readonly args: readonly string[];
}

/** A text that is one call, with its arguments as they are written. */
export function readCall(text: string): Call | null {
  const head = /^([A-Za-z_]\w*)\(/.exec(text);
  if (!head) return null;
  const args: string[] = [];
  let from = head[0].length;
  for (const at of topLevel(text, from)) {
    const character = text[at];
    if (character !== ',' && character !== ')') continue;
    args.push(text.slice(from, at).trim());
    from = at + 1;
    if (character === ')') {
      return at === text.length - 1 ? { name: head[1] ?? '', args } : null;
    }
  }
  return null;
}

/** The parts of a predicate that must all hold. */
export function conjunctsOf(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const at of topLevel(text, 0)) {
    if (text.startsWith(' or ', at)) return [text];
    if (text.startsWith(' and ', at)) {
      parts.push(text.slice(from, at).trim());
      from = at + ' and '.length;
    }
  }
  return [...parts, text.slice(from).trim()];
}

/** The places of the characters outside literals and brackets; a bracket that closes none is one. */
function* topLevel(text: string, from: number): Generator<number> {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const literal = literalAt(text, at);
    if (literal > 0) {
      at += literal - 1;
      continue;
    }
    const character = text[at] ?? '';
    if ('([{'.includes(character)) depth++;
    else if (depth === 0) yield at;
    else if (')]}'.includes(character)) depth--;
  }
}

const LITERAL = /@'(?:[^']|'')*'|@"(?:[^"]|"")*"|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y;

/** The length of the string literal that begins here, or 0. */
function literalAt(text: string, at: number): number {
  LITERAL.lastIndex = at;
  return LITERAL.exec(text)?.[0].length ?? 0;
}

/** The value of a text that is one string literal, or null for other KQL and for unusual escapes. */
export function readLiteral(text: string): string | null {
  if (literalAt(text, 0) !== text.length || text === '') return null;
  if (text.startsWith('@')) {
    const quote = text[1] ?? '';
    return text.slice(2, -1).replaceAll(quote + quote, quote);
  }
  const inner = text.slice(1, -1);
  return /\\[^\\'"]/.test(inner) ? null : inner.replace(/\\(.)/g, '$1');
}

const MEMBERS = /(?:\.[A-Za-z_]\w*|\[(?:\d+|'[^'\\]*'|"[^"\\]*")\])+$/;

/** What a member access reads from, without the members: `a.b['c']` → `a`. */
export function withoutMembers(text: string): string {
  return text.replace(MEMBERS, '');
}
