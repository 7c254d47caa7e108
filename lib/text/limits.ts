/**
 * How many characters of a stranger's text are shown, by what kind of text it is. Each limit is about
 * twice the longest that SigmaHQ published by August 2026, so that only unreasonable texts are cut.
 */
export const TEXT_LIMITS = {
  /** A level, a status, a product, a tag, an id. */
  word: 100,
  title: 200,
  author: 400,
  licence: 200,
  /** A path, a file name, an address. */
  path: 500,
  /** A field's value, or the name of an event. */
  value: 1000,
  /** A message, a hint, a statement, a false positive. */
  sentence: 1500,
  description: 3000,
  /** A line of a rule, a query or an event. */
  line: 4000,
} as const;
export type TextKind = keyof typeof TEXT_LIMITS;

/** How many entries of a rule's list are shown, such as its references. */
export const LIST_LIMIT = 60;
