import { vocabularyOf } from '@/lib/log-sources';
import type { LogSource } from '@/lib/sigma';

/*
 * Some logs write a field in a few fixed words. No log has another word there, and a query that takes
 * the field for a closed list (`Success`, else failure) is right to do so. Constructed events and near
 * misses therefore keep to the words.
 */

/** The words of a field that has no other value, or null when it may have any. */
export function fixedWords(logsource: LogSource, field: string): readonly string[] | null {
  const found = vocabularyOf(logsource, field);
  return found && !found.open ? found.words : null;
}

/** Values to try first for a field: what its log writes there. */
export function usualWords(logsource: LogSource, field: string): readonly string[] {
  return vocabularyOf(logsource, field)?.words ?? [];
}

/** Whether the log writes a value in this letter case only. */
export function isFixedSpelling(logsource: LogSource, field: string, value: string): boolean {
  const found = vocabularyOf(logsource, field);
  return found !== null && (!found.open || isOneOf(found.words, value));
}

/** What every value of a field matches, or null. */
export function valuePattern(logsource: LogSource, field: string): RegExp | null {
  return vocabularyOf(logsource, field)?.pattern ?? null;
}

export function isOneOf(words: readonly string[], value: unknown): boolean {
  if (typeof value === 'object') return false;
  const lower = String(value).toLowerCase();
  return words.some((word) => word.toLowerCase() === lower);
}
