import { cutNote, cutText } from './cut-text';
import type { TextKind } from './limits';
import { textParts } from './text-parts';

/**
 * A stranger's text for output that has no markup: an invisible character is written as `\u{202E}`, excess
 * combining marks as their number, and a text that is too long for its kind is cut. Keeps line breaks.
 */
export function plainText(text: string, kind: TextKind): string {
  const { text: start, cutFrom } = cutText(text, kind);
  const shown = visibleText(start);
  return cutFrom === null ? shown : `${shown} ${cutNote(cutFrom)}`;
}

/** The same on one line: every run of spaces and line breaks becomes one space. */
export function plainLine(text: string, kind: TextKind): string {
  return plainText(text, kind).replace(/\s+/g, ' ').trim();
}

/** The text with its invisible characters as `\u{202E}`, at any length. */
export function visibleText(text: string): string {
  return textParts(text)
    .map((part) => {
      if (part.kind === 'text') return part.text;
      if (part.kind === 'marks') return `[${part.count} more combining marks]`;
      return `\\u{${part.codePoint.toString(16).toUpperCase().padStart(4, '0')}}`.repeat(
        part.count,
      );
    })
    .join('');
}
