import { z } from 'zod';
import { column } from './column';

/** What shows that a change means what it does: the values of events, by field. */
export interface ChangeDetail {
  /** Of an event that the version before alone matches; null if none is known. */
  readonly onlyBefore: Readonly<Record<string, unknown>> | null;
  readonly onlyAfter: Readonly<Record<string, unknown>> | null;
  /** Why the change is undecided. */
  readonly reason: string | null;
}

const values = z.record(z.string(), z.unknown()).nullable();

export const changeDetail = column<ChangeDetail>()(
  'RuleChange.detail',
  z.object({ onlyBefore: values, onlyAfter: values, reason: z.string().nullable() }),
);
