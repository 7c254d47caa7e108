import type { Target } from '@/lib/target';
import type { SourceEvent } from '../types';
import type { EventReader } from './event-reader';

/** One log source in one table: which values of an event fill which columns. */
export interface Connector {
  readonly logsources: readonly LogSourceKey[];
  readonly target: Target;
  readonly table: string;
  /** See `TableRow`. */
  readonly origin: 'recorded' | 'equivalent';
  /** The address of the page that describes the table or what writes it. */
  readonly source: string;
  /** Columns without a value are left out; null when the table has no row for this event. */
  readonly row: (event: EventReader) => Record<string, unknown> | null;
}

/** A part that is null matches only an event whose log source leaves it out too. */
export type LogSourceKey = Omit<SourceEvent, 'event'>;
