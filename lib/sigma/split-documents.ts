import type { Span } from '../diagnostic';

/**
 * A file's documents, as spans. `---` or `...` at the start of a line always ends a document (YAML 1.2,
 * section 9.1.2), so the text can be split before parsing, and a mistake in one document leaves the
 * others readable. Comments and directives before a document belong to it.
 */
export function splitDocuments(text: string): Span[] {
  if (!text.includes('\n---') && !text.includes('\n...')) {
    return hasContent(text) ? [{ start: 0, end: text.length }] : [];
  }
  const spans: Span[] = [];
  let start = 0;
  const finish = (end: number, next: number) => {
    if (hasContent(text.slice(start, end))) spans.push({ start, end });
    else if (hasDirective(text.slice(start, end))) return;
    start = next;
  };
  for (const marker of text.matchAll(/^(?:---|\.\.\.)(?=[ \t\r\n]|$)([ \t]*\r?\n)?/gm)) {
    const ends = marker[0].startsWith('...');
    // Text after `---` on the same line belongs to the new document.
    const next = ends || marker[1] !== undefined ? marker.index + marker[0].length : marker.index;
    if (marker.index === 0 && !ends) continue;
    finish(marker.index, next);
  }
  finish(text.length, text.length);
  return spans;
}

/** A line that is more than a comment, a directive or a marker. */
function hasContent(text: string): boolean {
  return /^\uFEFF?[ \t]*(?!(?:---|\.\.\.)[ \t]*(?:#.*)?\r?$)[^\s#%\uFEFF]/m.test(text);
}

function hasDirective(text: string): boolean {
  return /^\uFEFF?%/m.test(text);
}
