import type { Diagnostic } from '@/lib/diagnostic';
import type { Target } from '@/lib/target';
import type { Translation, Variant } from './types';

/** No query, and why. */
export function unsupportedVariant(diagnostics: readonly Diagnostic[]): Variant {
  return {
    outcome: 'unsupported',
    kql: null,
    table: null,
    label: '',
    tables: [],
    diagnostics,
    trace: [],
  };
}

/** No query on a target, and why. */
export function unsupportedTranslation(
  target: Target,
  diagnostics: readonly Diagnostic[],
): Translation {
  return { target, ...unsupportedVariant(diagnostics), alternatives: [] };
}
