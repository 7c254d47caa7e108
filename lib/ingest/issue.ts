import type { DiagnosticCode } from '../diagnostic';
import type { Severity } from '../severity';

/** A problem with the source that readers of the catalog should know about. Becomes a SyncIssue row. */
export interface Issue {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  readonly path: string | null;
  /** One-based. */
  readonly line: number | null;
  readonly column: number | null;
  readonly ruleId: string | null;
  readonly message: string;
  readonly hint: string | null;
}

export function issue(
  severity: Severity,
  code: DiagnosticCode,
  message: string,
  rest: Partial<Pick<Issue, 'path' | 'line' | 'column' | 'ruleId' | 'hint'>> = {},
): Issue {
  return {
    severity,
    code,
    message,
    path: rest.path ?? null,
    line: rest.line ?? null,
    column: rest.column ?? null,
    ruleId: rest.ruleId ?? null,
    hint: rest.hint ?? null,
  };
}
