import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';

/** Offsets of a YAML text's nodes by their path, keys and indexes joined by `\0`. */
export type Positions = ReadonlyMap<string, { readonly start: number; readonly end: number }>;

export function pathKey(path: readonly PropertyKey[]): string {
  return path.map(String).join('\0');
}

/** The position of each node of a YAML document; for an entry of a mapping, the position of its key. */
export function readPositions(source: string): Positions {
  const found = new Map<string, { start: number; end: number }>();
  const stack: { path: string[]; at: number; key: string | null; mapping: boolean }[] = [];
  let documents = 0;
  for (const event of parseEvents(source, { filename: '' })) {
    const top = stack.at(-1);
    if (event.type === EVENT_ID.DOCUMENT) {
      if (documents++ > 0) break;
      continue;
    }
    if (event.type === EVENT_ID.POP) {
      stack.pop();
      continue;
    }
    if (top?.mapping && top.key === null) {
      if (event.type !== EVENT_ID.SCALAR) break;
      top.key = getScalarValue(source, event);
      found.set(pathKey([...top.path, top.key]), { start: event.valueStart, end: event.valueEnd });
      continue;
    }
    let path: string[] = [];
    if (top) {
      path = [...top.path, top.mapping ? (top.key ?? '') : String(top.at++)];
      top.key = null;
    }
    if (event.type === EVENT_ID.SCALAR) {
      if (!found.has(pathKey(path))) {
        found.set(pathKey(path), { start: event.valueStart, end: event.valueEnd });
      }
    } else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      if (!found.has(pathKey(path)))
        found.set(pathKey(path), { start: event.start, end: event.start + 1 });
      stack.push({ path, at: 0, key: null, mapping: event.type === EVENT_ID.MAPPING });
    }
  }
  return found;
}
