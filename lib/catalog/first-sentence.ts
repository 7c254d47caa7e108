const MAX = 280;

/** The first sentence of a text. A long one is cut at a word. */
export function firstSentence(text: string): string {
  const flat = text
    .slice(0, 4 * MAX)
    .replace(/\s+/g, ' ')
    .trim();
  // A full stop inside a name (`cmd.exe`) is not followed by a space and a capital letter. One after an
  // abbreviation can be.
  const end = /(?<!\b(?:e\.g|i\.e|etc|vs|cf))[.!?](?=\s[A-Z“"(])/.exec(flat);
  const sentence = end ? flat.slice(0, end.index + 1) : flat;
  if (sentence.length <= MAX) return sentence;
  const cut = sentence.slice(0, MAX);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX / 2))} …`;
}
