import type { Translation } from '@/lib/translate';
import type { Evidence, Proof } from './types';

/** See `index.ts`. */
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
  const sound = exact.map(ofQuery).filter((list) => list.length > 0 && list.every(agrees));
  const proven = sound.some((list) =>
    list.some((one) => one.kind === 'sample' && one.origin === 'recorded' && one.kql),
  );
  if (proven) return 'proven';
  return sound.some((list) => list.some(({ kql }) => kql)) ? 'constructed' : 'checked';
}

/** Sigma and KQL say the same of the event and of every near miss. */
export function agrees(one: Evidence): boolean {
  return one.sigma === one.kql && one.nearMisses.every((miss) => miss.sigma === miss.kql);
}
