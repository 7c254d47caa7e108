import { TARGETS } from '../../translate';
import type { PlannedRule } from '../plan';
import type { Derived } from './rows';

/** Translations of rules whose translation is not to be had yet. */
export function deriveRules(rules: readonly PlannedRule[]): Map<string, Derived> {
  return new Map(
    rules.map(({ read }) => [
      read.id,
      {
        translations: TARGETS.map((target) => ({
          target,
          outcome: 'unsupported' as const,
          kql: null,
          table: null,
          label: '',
          tables: [],
          diagnostics: [
            {
              severity: 'error' as const,
              code: 'translate/not-translated' as const,
              message: read.problem?.message ?? 'Not translated yet',
            },
          ],
          trace: [],
          alternatives: [],
          checkErrors: null,
        })),
        evidence: [],
        proof: 'none' as const,
      },
    ]),
  );
}
