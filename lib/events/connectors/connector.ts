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
  /** The URL of the page that documents the table or the connector. */
  readonly source: string;
  /** Omits columns without a value; null when the event makes no row in the table. */
  readonly row: (event: EventReader) => Record<string, unknown> | null;
}

/** A null part matches only events whose log source omits that part too. */
export type LogSourceKey = Omit<SourceEvent, 'event'>;
