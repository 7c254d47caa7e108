import type { Diagnostic } from '@/lib/diagnostic';
import { SEVERITIES } from '@/lib/severity';

/** Sorted by severity, most severe first, then by position in the text. */
export function mostSevereFirst(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0),
  );
}
