import type { Diagnostic, Severity, Span } from '../diagnostic';

/** Every code that reading, checking or matching a Sigma rule can report. */
export type SigmaCode =
  // The file
  | 'sigma/too-large'
  | 'sigma/empty-document'
  | 'sigma/yaml-syntax'
  | 'sigma/yaml-duplicate-key'
  | 'sigma/yaml-key'
  | 'sigma/yaml-tag'
  | 'sigma/yaml-alias'
  | 'sigma/too-deep'
  | 'sigma/too-many-nodes'
  // The rule around its logic
  | 'sigma/not-a-rule'
  | 'sigma/unknown-field'
  | 'sigma/missing-field'
  | 'sigma/invalid-type'
  | 'sigma/invalid-value'
  | 'sigma/invalid-id'
  | 'sigma/invalid-date'
  | 'sigma/invalid-tag'
  | 'sigma/too-long'
  | 'sigma/duplicate-item'
  | 'sigma/legacy-syntax'
  // Detection
  | 'sigma/invalid-detection'
  | 'sigma/empty-selection'
  | 'sigma/unknown-modifier'
  | 'sigma/modifier-type'
  | 'sigma/modifier-order'
  | 'sigma/modifier-conflict'
  | 'sigma/too-many-values'
  | 'sigma/invalid-regex'
  | 'sigma/unsupported-regex'
  | 'sigma/invalid-cidr'
  | 'sigma/invalid-placeholder'
  // Condition
  | 'sigma/condition-syntax'
  | 'sigma/unknown-selection'
  | 'sigma/no-selection-matches'
  // Correlation and filter
  | 'sigma/unknown-correlation-type'
  | 'sigma/invalid-timespan'
  | 'sigma/invalid-bound'
  | 'sigma/missing-percentile'
  | 'sigma/unknown-alias-rule'
  // The linter
  | 'sigma/unused-selection'
  | 'sigma/unknown-tag-namespace'
  | 'sigma/duplicate-value'
  | 'sigma/null-in-list'
  | 'sigma/all-single-value'
  | 'sigma/duplicate-modifier'
  | 'sigma/all-of-one'
  | 'sigma/all-of-them'
  | 'sigma/wildcard-instead-of-modifier'
  | 'sigma/redundant-wildcard'
  | 'sigma/escaped-wildcard'
  | 'sigma/double-wildcard'
  | 'sigma/number-as-string'
  | 'sigma/control-character'
  | 'sigma/non-ascii-field'
  | 'sigma/condition-case'
  | 'sigma/filter-includes'
  | 'sigma/missing-id'
  | 'sigma/missing-status'
  | 'sigma/missing-level'
  | 'sigma/missing-description'
  | 'sigma/missing-date'
  | 'sigma/missing-author'
  | 'sigma/date-order'
  | 'sigma/modified-without-date'
  | 'sigma/deprecated-without-related'
  | 'sigma/title-form'
  | 'sigma/description-form'
  | 'sigma/reference-form'
  | 'sigma/falsepositive-form'
  | 'sigma/specific-logsource'
  // The linter on correlations
  | 'sigma/missing-group-by'
  | 'sigma/timespan-unit'
  | 'sigma/impossible-bounds'
  | 'sigma/unused-field'
  | 'sigma/unused-alias'
  | 'sigma/incomplete-alias'
  // The linter on several rules
  | 'sigma/duplicate-id'
  | 'sigma/duplicate-title'
  | 'sigma/duplicate-name'
  | 'sigma/file-name';

/** Builds a diagnostic; `hint` and `span` are left out when there is none. */
export function diagnose(
  severity: Severity,
  code: SigmaCode,
  message: string,
  span: Span | null,
  hint?: string | null,
): Diagnostic {
  // A span is often a node of the document, which has more to it.
  const place = span && { span: { start: span.start, end: span.end } };
  return { severity, code, message, ...place, ...(hint && { hint }) };
}

/** Where the parts of the parser put what they find. */
export type Report = (diagnostic: Diagnostic) => void;

/** Moves diagnostics from a document's offsets to its file's. */
export function shiftDiagnostics(diagnostics: readonly Diagnostic[], by: number): Diagnostic[] {
  if (by === 0) return [...diagnostics];
  return diagnostics.map((one) =>
    one.span ? { ...one, span: { start: one.span.start + by, end: one.span.end + by } } : one,
  );
}
