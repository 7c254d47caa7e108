import type { LogSource } from '@/lib/sigma/types';
import { currentKnowledge } from './knowledge/current-knowledge';
import type { RecordFile } from './knowledge/file-schema';
import { recordFor } from './knowledge/load-knowledge';

export type DataNeeded = RecordFile;

/** What a log source records and misses, and what must be switched on; null if nothing is known of it. */
export function dataNeeded(logsource: LogSource): DataNeeded | null {
  return recordFor(currentKnowledge(), logsource);
}
