import type { DetectionRule, LogSource } from '@/lib/sigma/types';
import { comparisonsIn } from './comparison';
import { currentKnowledge } from './knowledge/current-knowledge';
import type { RecordFile } from './knowledge/file-schema';
import { recordFor } from './knowledge/load-knowledge';
import { wantedComparisons, waysOf } from './ways';

export type DataNeeded = Omit<RecordFile, 'audits'>;

/**
 * What a log source records and misses, and what must be switched on, first for the event ids that a rule asks for;
 * null if nothing is known of it.
 */
export function dataNeeded(
  logsource: LogSource,
  detection: DetectionRule | null,
): DataNeeded | null {
  const record = recordFor(currentKnowledge(), logsource);
  if (!record) return null;
  const { audits = [], ...needed } = record;
  const asked = detection && audits.length > 0 ? eventIds(detection) : new Set<string>();
  const own = audits.filter(({ events }) => events.some((id) => asked.has(String(id))));
  return { ...needed, enable: [...own.map(({ text }) => text), ...needed.enable] };
}

function eventIds({ predicate }: DetectionRule): ReadonlySet<string> {
  const wanted = wantedComparisons(waysOf(comparisonsIn(predicate)));
  return new Set(wanted.flatMap(({ field, values }) => (field === 'EventID' ? values : [])));
}
