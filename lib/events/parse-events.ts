/*
 * A file of events is a JSON array, one JSON document, one document per line, or concatenated
 * documents over many lines, as EVTX converters write them.
 */

const MAX_EVENTS = 100_000;

export interface ParsedEvents {
  readonly events: unknown[];
  /** The place where reading stopped; `events` has those before it. Offsets are UTF-16. */
  readonly error: string | null;
  /** Lines (one-based) with text between the documents, which belongs to no event. */
  readonly skipped: readonly number[];
}

/** Reads the events in a file's text: a JSON array, one document, JSON lines or concatenated documents. */
export function parseEvents(text: string): ParsedEvents {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    const whole: unknown = JSON.parse(source);
    const events = (Array.isArray(whole) ? whole : [whole]).slice(0, MAX_EVENTS);
    return { events, error: null, skipped: [] };
  } catch {
    return parseDocuments(source);
  }
}

function parseDocuments(text: string): ParsedEvents {
  const events: unknown[] = [];
  const gaps: [start: number, end: number][] = [];
  const result = (error: string | null) => ({ events, error, skipped: linesOf(gaps, text) });
  let at = 0;
  while (events.length < MAX_EVENTS) {
    const start = nextStart(text, at);
    if (start === -1) break;
    gaps.push([at, start]);
    const end = documentEnd(text, start);
    if (end === -1) return result(`unfinished JSON document at offset ${start}`);
    try {
      events.push(JSON.parse(text.slice(start, end)));
    } catch (error) {
      return result(`offset ${start}: ${(error as Error).message}`);
    }
    at = end;
  }
  if (events.length === 0 && text.slice(at).trim()) return result('no JSON document');
  if (events.length < MAX_EVENTS) gaps.push([at, text.length]);
  return result(null);
}

/** The lines on which the gaps between documents have more than the signs of a list. */
function linesOf(gaps: readonly (readonly [start: number, end: number])[], text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let at = 0;
  for (const [start, end] of gaps) {
    for (; at < end; at++) {
      if (text[at] === '\n') line++;
      else if (at >= start && !/[\s,;[\]]/.test(text[at] ?? '') && lines.at(-1) !== line) {
        lines.push(line);
      }
    }
  }
  return lines;
}

function nextStart(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') return at;
  }
  return -1;
}

/** The offset after the brace that closes the one at `start`, ignoring braces in strings. */
function documentEnd(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at + 1;
  }
  return -1;
}
