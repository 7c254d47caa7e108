import type { Diagnostic, DiagnosticCode, Span } from '../diagnostic';
import type { Severity } from '../severity';

/** Every code that reading, checking or matching a Sigma rule can report. */
export type SigmaCode = Extract<DiagnosticCode, `sigma/${string}`>;

/** Builds a diagnostic; `hint` and `span` are left out when there is none. */
export function diagnose(
  severity: Severity,
  code: SigmaCode,
  message: string,
  span: Span | null,
  hint?: string | null,
): Diagnostic {
  // The span is often a node of the document with more properties.
  const place = span && { span: { start: span.start, end: span.end } };
  return { severity, code, message, ...place, ...(hint && { hint }) };
}

/** Receives the diagnostics that the parser finds. */
export type Report = (diagnostic: Diagnostic) => void;

/** Shifts diagnostics from offsets in a document to offsets in its file. */
export function shiftDiagnostics(diagnostics: readonly Diagnostic[], by: number): Diagnostic[] {
  if (by === 0) return [...diagnostics];
  return diagnostics.map((one) =>
    one.span ? { ...one, span: { start: one.span.start + by, end: one.span.end + by } } : one,
  );
}
