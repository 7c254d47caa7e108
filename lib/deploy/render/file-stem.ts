import type { Deployable } from '../types';

const MAX_WORDS = 60;

/** The name of a deployable's file, without its ending: `suspicious-thing-2f1e0c9a`. Same for every format. */
export function fileStem({ name, id }: Pick<Deployable, 'name' | 'id'>): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_WORDS)
    .replace(/^-+|-+$/g, '');
  return `${words || 'rule'}-${id.slice(0, 8)}`;
}
