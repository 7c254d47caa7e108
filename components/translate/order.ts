import type { Diagnostic } from '@/lib/diagnostic';

const GRAVITY = ['error', 'warning', 'info'];

/** Gravest first, and of equally grave ones in the order of the text. */
export function gravestFirst(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0),
  );
}
