/** Lines of code that a page shows before you ask for the others. */
export const OPEN_LINES = 60;
/** A text of more characters is not on the page as a whole: this much of it is. */
const LONG = 16_000;
const LONG_SHOWN = 6_000;

export interface CutCode {
  /** What the page has of the text. */
  readonly text: string;
  /** Lines that are shown at once; the others are folded. */
  readonly open: number;
  /** Lines of the whole text. */
  readonly lines: number;
  /** The page has not the whole text. */
  readonly cut: boolean;
}

/** How much of a text a page shows: short texts as they are, long ones folded, very long ones in part. */
export function cutCode(text: string): CutCode {
  const lines = text.split('\n').length;
  if (text.length <= LONG) {
    // A fold that hides a few lines is worth less than the lines.
    return { text, open: lines > OPEN_LINES * 1.25 ? OPEN_LINES : lines, lines, cut: false };
  }
  const end = text.lastIndexOf('\n', LONG_SHOWN);
  const start = text.slice(0, end > 0 ? end : LONG_SHOWN);
  return { text: start, open: OPEN_LINES, lines, cut: true };
}
