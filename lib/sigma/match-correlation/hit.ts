import { FieldView } from '../event-view';
import type { SigmaEvent } from '../types';

/** One thing that a correlation counts: an event that one of its rules matches, or a correlation that fires. */
export interface Hit {
  readonly time: number;
  /** Place of the rule in `rules`. */
  readonly rule: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly events: readonly SigmaEvent[];
}

export function textOf(hit: Hit, field: string): string | null {
  const value = Object.hasOwn(hit.fields, field) ? hit.fields[field] : null;
  return new FieldView(true, value).texts[0] ?? null;
}
