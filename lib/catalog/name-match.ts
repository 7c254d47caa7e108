/**
 * How well a name answers words in lower case: 0 if it lacks one of them, 1 if they are only inside its
 * words, 2 if each begins one, 3 if each is one, 4 if the name is nothing else.
 */
export function nameMatch(name: string, words: readonly string[]): 0 | 1 | 2 | 3 | 4 {
  const text = name.toLowerCase();
  if (words.length === 0 || !words.every((word) => text.includes(word))) return 0;
  if (text === words.join(' ')) return 4;
  const places = words.map((word) => bestPlace(text, word));
  if (places.some(({ begins }) => !begins)) return 1;
  return places.every(({ ends }) => ends) ? 3 : 2;
}

const LETTER = /[\p{L}\p{N}]/u;

/** Whether the word begins a word of the text, and whether it is one. */
function bestPlace(text: string, word: string): { begins: boolean; ends: boolean } {
  let begins = false;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (LETTER.test(text[at - 1] ?? ' ')) continue;
    if (!LETTER.test(text[at + word.length] ?? ' ')) return { begins: true, ends: true };
    begins = true;
  }
  return { begins, ends: false };
}
