/*
 * A file of events is a JSON array, one JSON document, one document per line, or concatenated
 * documents over many lines, as EVTX converters write them.
 */

const MAX_EVENTS = 100_000;

/** How many times the text's length may be read in vain, looking for the end of a document. */
const MAX_REREADS = 8;
const NAMED_LINES = 10;

export interface ParsedEvents {
  readonly events: unknown[];
  /** What belongs to no event, by its line. */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  /** One-based. */
  readonly line: number;
  readonly reason: string;
}

/**
 * Reads the events in a file's text: a JSON array, one document, JSON lines or concatenated documents. A
 * document that cannot be read is left out, and reading goes on after it.
 */
export function parseEvents(text: string): ParsedEvents {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    const whole: unknown = JSON.parse(source);
    const events = (Array.isArray(whole) ? whole : [whole]).slice(0, MAX_EVENTS);
    return { events, leftOut: [] };
  } catch {
    return parseDocuments(source);
  }
}

/** What was left out, as a sentence with the first lines and why; empty if nothing was. */
export function leftOutSentence(leftOut: readonly LeftOut[]): string {
  if (leftOut.length === 0) return '';
  const named = leftOut.slice(0, NAMED_LINES).map(({ line, reason }) => `line ${line} (${reason})`);
  const more = leftOut.length - named.length;
  return `Left out: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

function parseDocuments(text: string): ParsedEvents {
  const events: unknown[] = [];
  const spans: Span[] = [];
  let at = 0;
  let reread = 0;
  while (events.length < MAX_EVENTS) {
    const start = text.indexOf('{', at);
    spans.push({ start: at, end: start === -1 ? text.length : start, reason: 'not JSON' });
    if (start === -1) break;
    const limit =
      reread < MAX_REREADS * text.length ? text.length : nextDocument(text, start, text.length);
    const { end, isClosed } = documentEnd(text, start, limit);
    try {
      if (!isClosed) throw new SyntaxError('unfinished JSON');
      events.push(JSON.parse(text.slice(start, end)));
      at = end;
    } catch (error) {
      spans.push({ start, end: start + 1, reason: reasonOf(error as SyntaxError) });
      at = nextDocument(text, start, isClosed ? end : text.length);
      reread += Math.max(0, end - at);
    }
  }
  return { events, leftOut: linesOf(spans, text) };
}

/** V8's message without the text and the offset that it repeats. */
function reasonOf({ message }: SyntaxError): string {
  return message.replace(/(?:, (?:\.\.\.)?"| in JSON at position ).*$/s, '');
}

/** The lines on which the spans have more than the signs of a list, each with its first reason. */
function linesOf(spans: readonly Span[], text: string): LeftOut[] {
  const lines: LeftOut[] = [];
  let line = 1;
  let at = 0;
  for (const { start, end, reason } of spans) {
    for (; at < end; at++) {
      if (text[at] === '\n') line++;
      else if (at >= start && !/[\s,;[\]]/.test(text[at] ?? '') && lines.at(-1)?.line !== line) {
        lines.push({ line, reason });
      }
    }
  }
  return lines;
}

/**
 * Where to go on after a document that cannot be read: at the next line before `end` that begins with a
 * brace and is not indented deeper, because a missing sign can make a document swallow those after it.
 */
function nextDocument(text: string, start: number, end: number): number {
  const line = text.lastIndexOf('\n', start) + 1;
  const indent = /^[\s,[]*/.exec(text.slice(line, start))?.[0].length ?? 0;
  for (const { 0: found, index } of text.slice(start, end).matchAll(/\n[ \t,[]*(?=\{)/g)) {
    if (found.length - 1 <= indent) return start + index + 1;
  }
  return end;
}

/**
 * The offset after the brace that closes the one at `start`, ignoring braces in strings. It is not closed
 * if that takes more than the text before `limit`, or if a string does not end on its line.
 */
function documentEnd(
  text: string,
  start: number,
  limit: number,
): { readonly end: number; readonly isClosed: boolean } {
  let depth = 0;
  let inString = false;
  for (let at = start; at < limit; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\n') return { end: at, isClosed: false };
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return { end: at + 1, isClosed: true };
  }
  return { end: limit, isClosed: false };
}
