import type { Diagnostic } from '@/lib/diagnostic';

const SEVERITIES = ['error', 'warning', 'info'];

/** Sorted by severity, most severe first, then by position in the text. */
export function gravestFirst(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0),
  );
}
