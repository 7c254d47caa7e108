import type { Diagnostic } from '@/lib/diagnostic';

/** In which ways a query may differ from its rule, by what its diagnostics say. */
export interface DeclaredDifference {
  /** It may fire where the rule does not match. */
  readonly wider: boolean;
  /** It may miss what the rule matches. */
  readonly narrower: boolean;
}

/**
 * What the diagnostics of an approximate query announce. A condition that was left out says which way
 * that goes; a table or column that only resembles the rule's may go either way.
 */
export function declaredDifference(diagnostics: readonly Diagnostic[]): DeclaredDifference {
  const says = (way: RegExp): boolean =>
    diagnostics.some(
      ({ code, message }) =>
        code === 'translate/approximate-table' ||
        code === 'translate/approximate-field' ||
        way.test(message),
    );
  return { wider: says(/^Wider than the rule\b/), narrower: says(/^Narrower than the rule\b/) };
}
