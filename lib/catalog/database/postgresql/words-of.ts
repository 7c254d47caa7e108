/** PostgreSQL indexes no word of more than 2 KB, and no rule whose words take more than 1 MB. */
const MAX_WORD = 500;
const MAX_TEXT = 200_000;

/**
 * The words of a text as SQLite's tokenizer `unicode61 remove_diacritics 2` splits them, in small letters. PostgreSQL's own
 * parser would see addresses and numbers in them.
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .slice(0, MAX_TEXT)
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => asWord(word.slice(0, MAX_WORD)));
}

/** A word that begins with a digit, so that PostgreSQL does not take `51e2c2` for a number and the rest. */
function asWord(word: string): string {
  return /^\p{N}/u.test(word) ? `q${word}` : word;
}

/** SQLite's stemmer leaves shorter words, and longer ones, as they are. */
const SHORTEST_STEMMED = 3;
const LONGEST_STEMMED = 64;
/** What no stemmer takes for an ending. */
const END = '9q9';

/** A word of a text as the index has it before it is stemmed. The beginning of one is asked for as it is. */
function wholeWord(word: string): string {
  const isStemmed = word.length >= SHORTEST_STEMMED && word.length <= LONGEST_STEMMED;
  return isStemmed ? word : word + END;
}

/** The words of a text, whole, with a space between them. */
export function wholeWords(words: readonly string[]): string {
  return words.map(wholeWord).join(' ');
}
