import type { CatalogContent } from '../grounds/catalog-content';

/** A state that a killed sync may leave. */
export interface AllowedState {
  readonly name: string;
  readonly hash: string;
}

/**
 * Why what a killed sync left is wrong; null if it is right: it is one of the states between which a sync passes at
 * once, and everything that was there before still is.
 */
export function judgeKilled(
  before: CatalogContent,
  left: CatalogContent,
  allowed: readonly AllowedState[],
): string | null {
  const lost = lostOf(before, left);
  if (lost !== null) return lost;
  if (allowed.some(({ hash }) => hash === left.hash)) return null;
  const names = allowed.map(({ name }) => name).join(', ');
  return `it is none of the states ${names}: ${JSON.stringify(left.counts)}`;
}

/** What of `before` is not in `after`; null if nothing is lost. */
function lostOf(before: CatalogContent, after: CatalogContent): string | null {
  for (const kind of ['all', 'versions', 'own'] as const) {
    const kept = new Set(after[kind]);
    const lost = before[kind].filter((each) => !kept.has(each));
    if (lost.length > 0) return `${lost.length} of ${kind} are lost, such as ${lost[0]}`;
  }
  return null;
}
