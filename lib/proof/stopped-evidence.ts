import type { Translation } from '@/lib/translate';
import type { Evidence } from './types';

/** Evidence that a rule's queries were not run, one for each, with the reason. */
export function stoppedEvidence(
  ruleId: string,
  translations: readonly Translation[],
  reason: string,
  translatorVersion: string,
): Evidence[] {
  return translations.flatMap((translation) =>
    [translation, ...translation.alternatives].flatMap(({ kql, table, label, outcome }) => {
      if (kql === null || table === null) return [];
      return {
        ruleId,
        target: translation.target,
        table,
        label,
        outcome,
        translatorVersion,
        kind: 'constructed' as const,
        name: 'none',
        event: null,
        origin: 'recorded' as const,
        tried: 0,
        matchedFields: [],
        sigma: false,
        kql: false,
        nearMisses: [],
        skipped: reason,
      };
    }),
  );
}
