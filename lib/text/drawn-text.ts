import type { TextKind } from './limits';
import { plainLine } from './plain-text';

/** What the fonts of pictures do not have. A picture must not look for such a character elsewhere. */
const NOT_DRAWN = /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u017f–—‘’“”•…€]+/g;

/**
 * A stranger's text for a picture, in which only Latin letters can be drawn: on one line, with an ellipsis for
 * every run of other characters, and no longer than `length`.
 */
export function drawnText(text: string, kind: TextKind, length: number): string {
  return shortened(withoutOthers(plainLine(text, kind)).replace(/\s+/g, ' ').trim(), length);
}

/** The same for a line of code, whose spaces stay. */
export function drawnCode(line: string, length: number): string {
  return shortened(withoutOthers(line.replaceAll('\t', '  ')).trimEnd(), length);
}

function withoutOthers(text: string): string {
  return text.normalize('NFC').replace(NOT_DRAWN, '…');
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
