/*
 * A file of events is a JSON array, one JSON document, one document per line, or concatenated
 * documents over many lines, as EVTX converters write them.
 */

const MAX_EVENTS = 100_000;

/**
 * Reads the events in a file's text: a JSON array, one document, JSON lines or concatenated documents.
 * `error` names the place where reading stopped, and `events` has those before it. Offsets are UTF-16.
 */
export function parseEvents(text: string): { events: unknown[]; error: string | null } {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    const whole: unknown = JSON.parse(source);
    return { events: (Array.isArray(whole) ? whole : [whole]).slice(0, MAX_EVENTS), error: null };
  } catch {
    return parseDocuments(source);
  }
}

function parseDocuments(text: string): { events: unknown[]; error: string | null } {
  const events: unknown[] = [];
  let at = 0;
  while (events.length < MAX_EVENTS) {
    const start = nextStart(text, at);
    if (start === -1) break;
    const end = documentEnd(text, start);
    if (end === -1) return { events, error: `unfinished JSON document at offset ${start}` };
    try {
      events.push(JSON.parse(text.slice(start, end)));
    } catch (error) {
      return { events, error: `offset ${start}: ${(error as Error).message}` };
    }
    at = end;
  }
  const rest = text.slice(at).trim();
  if (events.length === 0 && rest) return { events, error: 'no JSON document' };
  return { events, error: null };
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
