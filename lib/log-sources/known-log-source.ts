import { categoryFacts, currentLogSources, serviceFacts } from './current-log-sources';
import type { LogSourceName } from './types';

/** Whether the content has an entry for each name of a log source. */
export function isKnownLogSource(logsource: LogSourceName): boolean {
  const { product, category, service } = logsource;
  return (
    (product === null || currentLogSources().products.has(product)) &&
    (category === null || categoryFacts(logsource) !== null) &&
    (service === null || serviceFacts(logsource) !== null)
  );
}
