import { ownValue } from '@/lib/own-value';
import { FieldView } from '../event-view';
import type { SigmaEvent } from '../types';

/** What a correlation counts: an event that matches one of its rules, or a correlation that fires. */
export interface Hit {
  readonly time: number;
  /** Index of the rule in `rules`. */
  readonly rule: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly events: readonly SigmaEvent[];
}

export function textOf(hit: Hit, field: string): string | null {
  const value = Object.hasOwn(hit.fields, field) ? ownValue(hit.fields, field) : null;
  return new FieldView(true, value).texts[0] ?? null;
}
