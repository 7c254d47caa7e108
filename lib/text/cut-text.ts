import { TEXT_LIMITS, type TextKind } from './limits';

export interface CutText {
  readonly text: string;
  /** The length of the whole, in UTF-16 units, if it was cut. */
  readonly cutFrom: number | null;
}

/** The beginning of a text that is too long for its kind. It ends between two characters. */
export function cutText(text: string, kind: TextKind): CutText {
  const limit = TEXT_LIMITS[kind];
  if (text.length <= limit || isCut(text, limit)) return { text, cutFrom: null };
  const splitsPair = /[\ud800-\udbff]$/.test(text.slice(0, limit));
  return { text: text.slice(0, splitsPair ? limit - 1 : limit), cutFrom: text.length };
}

/** `… (200,000 characters)`, as it follows a text that was cut. */
export function cutNote(cutFrom: number): string {
  return `… (${cutFrom.toLocaleString('en-US')} characters)`;
}

/** A text as it is stored: cut, with the note at its end. Cutting it again changes nothing. */
export function storedText(text: string, kind: TextKind): string {
  const { text: start, cutFrom } = cutText(text, kind);
  return cutFrom === null ? text : `${start} ${cutNote(cutFrom)}`;
}

/** Whether a text ends with the note that `storedText` adds, and is no longer than that makes it. */
function isCut(text: string, limit: number): boolean {
  const note = /^ … \([\d,]{1,13} characters\)$/;
  return text.length <= limit + 30 && note.test(text.slice(text.lastIndexOf(' …')));
}
