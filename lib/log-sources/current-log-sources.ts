import { contentTexts } from '@/lib/content';
import type { YamlProblem } from '@/lib/yaml-file';
import { loadLogSources } from './load-log-sources';
import type { LogSourceFacts, LogSourceName, LogSources } from './types';

/** The errors in `content/log-sources`, one per line. Each has a position, which a stack trace would hide. */
export class LogSourceError extends Error {
  override readonly name = 'LogSourceError';

  constructor(problems: readonly YamlProblem[]) {
    super(problems.map(({ message }) => `content/log-sources/${message}`).join('\n'));
    this.stack = this.message;
  }
}

let current: LogSources | null = null;

/**
 * The facts in `content/log-sources`, read once per process. Throws when a file is invalid; the
 * message names file, line and reason of each fault.
 */
export function currentLogSources(): LogSources {
  if (current) return current;
  const { logSources, problems } = loadLogSources(contentTexts('log-sources'));
  if (problems.length > 0) throw new LogSourceError(problems);
  current = logSources;
  return current;
}

/** The category of a log source, on its product or on any; null if it is unknown. */
export function categoryFacts({ product, category }: LogSourceName): LogSourceFacts | null {
  if (category === null) return null;
  const { any, products, soleCategories } = currentLogSources();
  const own = product === null ? soleCategories : products.get(product)?.categories;
  const generic = any.categories.get(category);
  return (
    (product === null ? (generic ?? own?.get(category)) : own?.get(category)) ?? generic ?? null
  );
}

/** The service of a log source; null if it is unknown. */
export function serviceFacts({ product, service }: LogSourceName): LogSourceFacts | null {
  if (service === null) return null;
  const { any, products, soleServices } = currentLogSources();
  const own = product === null ? undefined : products.get(product)?.services.get(service);
  const other = any.services.get(service);
  return own ?? other ?? (product === null ? (soleServices.get(service) ?? null) : null);
}
