import type { LogSource } from '@/lib/sigma';

export type LogSourceName = Pick<LogSource, 'product' | 'category' | 'service'>;

/** What people read: the parts that there are, as in `windows/process_creation`; '' where there is none. */
export function nameOfLogSource({ product, category, service }: LogSourceName): string {
  return [product, category, service].filter((part) => part !== null).join('/');
}

/** Tells log sources apart, also those whose names are the same words in other places. */
export function keyOfLogSource({ product, category, service }: LogSourceName): string {
  return `${product ?? ''}\0${category ?? ''}\0${service ?? ''}`;
}
