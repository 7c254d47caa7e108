import { categoryFacts, currentLogSources, serviceFacts } from './current-log-sources';
import { recordedIn } from './recorded-as';
import type { Keywords, LogSourceName, Vocabulary } from './types';

const IN_MESSAGE: Keywords = { fields: ['message'], between: ' ', before: '' };

/** The values that the log writes to a field; null if it may write anything. */
export function vocabularyOf(logsource: LogSourceName, field: string): Vocabulary | null {
  return (
    categoryFacts(logsource)?.vocabularies.get(field) ??
    serviceFacts(logsource)?.vocabularies.get(field) ??
    stamped(logsource, field)
  );
}

/** The channels and providers of the logs that record a category, or the channels of a service. */
function stamped(logsource: LogSourceName, field: string): Vocabulary | null {
  const isProvider = field === 'Provider_Name' && logsource.category !== null;
  if (field !== 'Channel' && !isProvider) return null;
  const logs = recordedIn(logsource);
  const words = logs.flatMap(({ channels, provider }) => (isProvider ? [provider] : channels));
  return words.length === 0 ? null : { words, open: false, pattern: null };
}

/** Where a constructed event carries the keywords of a rule. */
export function keywordsOf(logsource: LogSourceName): Keywords {
  const { product } = logsource;
  return (
    categoryFacts(logsource)?.keywords ??
    serviceFacts(logsource)?.keywords ??
    (product === null ? null : currentLogSources().products.get(product)?.keywords) ??
    IN_MESSAGE
  );
}

/** Whether a field of a product's logs may hold a list, as JSON logs do. */
export function mayHoldLists(product: string | null): boolean {
  return product !== null && (currentLogSources().products.get(product)?.lists ?? true);
}

/** The path style of a product. */
export function pathStyle(product: string | null): 'windows' | 'posix' {
  return (product !== null && currentLogSources().products.get(product)?.paths) || 'windows';
}

/**
 * The fields that rules for a log source may name: Sigma's taxonomy, and what SigmaHQ's own checks
 * allow beyond it. Null when no list is known.
 */
export function taxonomyFields(logsource: LogSourceName): ReadonlySet<string> | null {
  return categoryFacts(logsource)?.fields ?? serviceFacts(logsource)?.fields ?? null;
}
