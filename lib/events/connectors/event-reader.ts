import { isObject, text } from '../read-raw';
import { sourceText, timeOf } from '../sigma-events';
import type { SourceEvent } from '../types';

/** A dotted path, both as one literal name and step by step. */
interface Path {
  readonly name: string;
  readonly steps: readonly string[];
}

/** Paths come from content and code, never from an event, so this stays small. */
const known = new Map<string, Path>();

function pathOf(name: string): Path {
  const before = known.get(name);
  if (before) return before;
  const path = { name, steps: name.split('.') };
  known.set(name, path);
  return path;
}

/** What a connector reads from one event. It computes the line and the time once. */
export class EventReader {
  readonly event: Readonly<Record<string, unknown>>;
  private readonly source: SourceEvent;
  private knownLine: string | undefined;
  private knownTime: string | null | undefined;

  constructor(source: SourceEvent) {
    this.source = source;
    this.event = source.event;
  }

  /** The value at the first of the paths that the event has, or undefined. */
  value(...paths: readonly string[]): unknown {
    for (const path of paths) {
      const found = valueAt(this.event, pathOf(path));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The same as text: objects and lists as JSON; undefined when absent or null. */
  text(...paths: readonly string[]): string | undefined {
    return asText(this.value(...paths));
  }

  /** The line of a text log; for other events, every value on a line of its own. */
  get line(): string {
    this.knownLine ??= sourceText(this.source);
    return this.knownLine;
  }

  /** When it happened, ISO 8601 UTC, or null. */
  get time(): string | null {
    if (this.knownTime === undefined) this.knownTime = timeOf(this.event);
    return this.knownTime;
  }
}

/** A value as text: objects and lists as JSON; undefined when it is absent or null. */
export function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : text(value);
}

/** JSON text parsed, for dynamic columns; any other value as it is. */
export function asParsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const trimmed = value.trim();
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return value;
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return value;
  }
}

/** The value at a path, either step by step through nested objects or as one literal name. */
function valueAt(event: Readonly<Record<string, unknown>>, { name, steps }: Path): unknown {
  if (Object.hasOwn(event, name)) return event[name];
  if (steps.length === 1) return undefined;
  let at: unknown = event;
  for (const step of steps) {
    if (!isObject(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return at;
}
