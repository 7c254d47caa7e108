import type { FieldValues } from '@/lib/events';

/** What a change of a rule means for the events that it matches. */
export const MEANINGS = ['wider', 'narrower', 'both', 'text-only', 'undecided'] as const;
export type Meaning = (typeof MEANINGS)[number];

/** An event that one version alone matches. */
export interface ShowingEvent {
  /** The values from which it was made: those that make the difference, and what the rule asks for. */
  readonly fields: FieldValues;
  readonly raw: unknown;
}

export interface RuleChange {
  readonly meaning: Meaning;
  /** An event that the older version alone matches; null if there is none, or none was looked for. */
  readonly onlyBefore: ShowingEvent | null;
  readonly onlyAfter: ShowingEvent | null;
  /** Why it is undecided. */
  readonly reason: string | null;
}
