import { categoryFacts, currentLogSources, serviceFacts } from './current-log-sources';
import { nameOn } from './name-on';
import { toldByNoun } from './resolve-facts';
import type { SourceKind } from './source-kinds';
import type { Activity, FieldWords, LogSourceName } from './types';

const ANY_EVENT = toldByNoun('event');

/** The event ids of a log source whose meaning is known. */
export function eventIdsOf(logsource: LogSourceName): readonly string[] {
  return [...(serviceFacts(logsource)?.meanings.keys() ?? [])];
}

/** A product's display name: `gcp` → `Google Cloud`; null if unknown. */
export function productName(product: string): string | null {
  return currentLogSources().products.get(product)?.name ?? null;
}

/**
 * A log source's display name: `file creation events on Windows`, `the Okta system log`. Null when
 * `content/` has no name for its service or, without a service, for its category.
 */
export function logSourceName(logsource: LogSourceName): string | null {
  const { product, category, service } = logsource;
  if (service !== null) return serviceFacts(logsource)?.name ?? null;
  const facts = categoryFacts(logsource);
  if (category === null || !facts?.name) return null;
  const { any, products } = currentLogSources();
  if (facts !== any.categories.get(category)) return facts.name;
  return nameOn(facts.name, product === null ? '' : (products.get(product)?.name ?? product));
}

/** How an analyst handles the events of a log source. */
export function sourceKind(logsource: LogSourceName): SourceKind {
  const { product, category } = logsource;
  const stated = categoryFacts(logsource)?.kind ?? serviceFacts(logsource)?.kind;
  if (stated) return stated;
  // All of Sigma's file categories begin like this.
  if (category?.startsWith('file_')) return 'file';
  return (product && currentLogSources().products.get(product)?.kind) || 'application';
}

/** How a sentence describes an event of a log source. */
export function activityOf(logsource: LogSourceName): Activity {
  return categoryFacts(logsource)?.activity ?? serviceFacts(logsource)?.activity ?? ANY_EVENT;
}

/** What an event id means in the log of a service: 4624 in Windows' Security log is `logon`. */
export function eventMeaning(logsource: LogSourceName, eventId: string): string | null {
  return serviceFacts(logsource)?.meanings.get(eventId) ?? null;
}

/** What analysts call a field; null if they use its own name. */
export function fieldWords(field: string): FieldWords | null {
  return currentLogSources().fieldWords.get(field) ?? null;
}
