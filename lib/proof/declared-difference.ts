import type { Diagnostic } from '@/lib/diagnostic';

/** How a query may differ from its rule, according to its diagnostics. */
export interface DeclaredDifference {
  /** It may fire where the rule does not match. */
  readonly wider: boolean;
  /** It may miss what the rule matches. */
  readonly narrower: boolean;
}

/** What the diagnostics of an approximate query announce, by their `effect`. */
export function declaredDifference(diagnostics: readonly Diagnostic[]): DeclaredDifference {
  const effects = new Set(diagnostics.map(({ effect }) => effect));
  const either = effects.has('either');
  return { wider: either || effects.has('wider'), narrower: either || effects.has('narrower') };
}
