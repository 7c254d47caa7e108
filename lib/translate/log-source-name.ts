import type { LogSource } from '@/lib/sigma';

export type LogSourceName = Pick<LogSource, 'product' | 'category' | 'service'>;

/** A log source's parts as text, such as `windows/process_creation`. Empty if it has none. */
export function nameOfLogSource({ product, category, service }: LogSourceName): string {
  return [product, category, service].filter((part) => part !== null).join('/');
}

/** A key for a log source, distinct even if two have the same words in different parts. */
export function keyOfLogSource({ product, category, service }: LogSourceName): string {
  return `${product ?? ''}\0${category ?? ''}\0${service ?? ''}`;
}
