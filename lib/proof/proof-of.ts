import type { Translation } from '@/lib/translate';
import type { Evidence, Proof } from './types';

/**
 * The badge of a rule, from its queries and their evidence:
 * - `proven`: an exact query fires on a published sample, on a row that a connector writes for that
 *   very event, and nothing run through this query disagrees with the rule;
 * - `self-tested`: the same, but only on constructed events, on samples written for the rule, or on
 *   another sensor's equivalent rows;
 * - `checked`: there is an exact query, clean under Microsoft's binder, but no event could be run
 *   through it;
 * - `disagrees`: no exact query is sound, and a run through one of them disagreed with the rule;
 * - `approximate`: all queries say that they are wider or narrower than the rule;
 * - `none`: no query.
 * A sync that has not come to a rule's check and proof yet says `pending` in its place.
 */
export function proofOf(
  translations: readonly Translation[],
  evidence: readonly Evidence[],
): Proof {
  const usable = translations.filter(({ kql }) => kql !== null);
  if (usable.length === 0) return 'none';
  const exact = usable.filter(({ outcome }) => outcome === 'exact');
  if (exact.length === 0) return 'approximate';
  const ofQuery = (translation: Translation): Evidence[] =>
    evidence.filter(
      (one) =>
        one.target === translation.target &&
        one.table === translation.table &&
        one.label === translation.label &&
        one.skipped === null,
    );
  const runs = exact.map(ofQuery);
  const sound = runs.filter((list) => list.length > 0 && list.every(agrees));
  const proven = sound.some((list) =>
    list.some((one) => one.kind === 'sample' && one.origin === 'recorded' && one.kql),
  );
  if (proven) return 'proven';
  if (sound.some((list) => list.some(({ kql }) => kql))) return 'self-tested';
  return runs.some((list) => !list.every(agrees)) ? 'disagrees' : 'checked';
}

/** Whether rule and query say the same of an event and of all its near misses. */
export function agrees(one: Evidence): boolean {
  return one.sigma === one.kql && one.nearMisses.every((miss) => miss.sigma === miss.kql);
}
