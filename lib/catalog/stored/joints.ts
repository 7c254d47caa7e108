/*
 * A joint is three characters in a row of which at least one is a sign: `c:\`, `.ex`, ` - `. Together with
 * its words, the joints of a text tell nearly always whether a text with signs is in it. They are words of
 * the same index, in which signs are letters of Unicode's private area: an index of words drops signs.
 */

const NONE = 0;
const LETTER = 1;
const SIGN = 2;

/** What each ASCII character counts as. Space is a sign; what cannot be printed is none. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code < 0x20 || code === 0x7f) return NONE;
  return /[a-z0-9]/.test(String.fromCharCode(code)) ? LETTER : SIGN;
});
const PRIVATE = 0xe000;

/** Whether a word of the index is a joint. */
export function isJoint(word: string): boolean {
  return /[\ue000-\ue07f]/.test(word);
}

/** The joints of a text, each once, as words of the index. Characters beyond ASCII are in none. */
export function jointsIn(text: string): string[] {
  const small = text.toLowerCase();
  const found = new Set<number>();
  let [first, second] = [NONE, NONE];
  let joint = 0;
  for (let at = 0; at < small.length; at++) {
    const code = small.charCodeAt(at);
    const third = KINDS[code] ?? NONE;
    joint = ((joint << 7) | (code & 0x7f)) & 0x1fffff;
    const isWhole = first !== NONE && second !== NONE && third !== NONE;
    if (isWhole && (first === SIGN || second === SIGN || third === SIGN)) found.add(joint);
    [first, second] = [second, third];
  }
  return Array.from(found, (codes) =>
    String.fromCharCode(
      letterFor(codes >> 14),
      letterFor((codes >> 7) & 0x7f),
      letterFor(codes & 0x7f),
    ),
  );
}

function letterFor(code: number): number {
  return KINDS[code] === SIGN ? PRIVATE + code : code;
}

/** What the index of words holds of a rule: the words of its text and queries, and their joints. */
export function indexedWords(raw: string, kql: string): string {
  const text = `${raw}\n${kql}`;
  return `${text}\n${jointsIn(text).join(' ')}`;
}
