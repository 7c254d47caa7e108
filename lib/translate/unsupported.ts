import type { Diagnostic } from '@/lib/diagnostic';
import type { Target } from '@/lib/target';
import type { Translation, Variant } from './types';

/** A variant without a query, and the reason. */
export function unsupportedVariant(diagnostics: readonly Diagnostic[]): Variant {
  return {
    outcome: 'unsupported',
    kql: null,
    table: null,
    label: '',
    tables: [],
    diagnostics,
    trace: [],
    cost: null,
  };
}

/** A translation without a query on the target, and the reason. */
export function unsupportedTranslation(
  target: Target,
  diagnostics: readonly Diagnostic[],
): Translation {
  return { target, ...unsupportedVariant(diagnostics), alternatives: [] };
}
