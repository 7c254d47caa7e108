import type { DocumentedCode } from './diagnostic-codes/diagnostic-groups';
import type { Severity } from './severity';
import type { Target } from './target';

/** Half-open range of zero-based UTF-16 offsets into the text a diagnostic speaks of. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Microsoft's own code for a problem in a query, such as `kql/KS142`. */
export type MicrosoftCode = `kql/KS${number}`;

/** Every problem that Watchfloor reports has one of these codes: `<part>/<what>`. */
export type DiagnosticCode = DocumentedCode | MicrosoftCode;

/**
 * Which way a query differs from its rule: it can match more events (`wider`), it can miss events
 * (`narrower`), or both are possible (`either`).
 */
export type Effect = 'wider' | 'narrower' | 'either';

/** One thing that is wrong, or that a reader must know, about a rule, a query or a file. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly span?: Span;
  /** What to do about it, in one sentence. */
  readonly hint?: string;
  /** Set where an approximate query differs from its rule. */
  readonly effect?: Effect;
  /** The table or ASIM parser that a refusal is about, where the rule was tried on it. */
  readonly table?: string;
  /** A target whose query serves where this one has none, and the table that the query reads. */
  readonly instead?: { readonly target: Target; readonly table: string };
}

/** What a diagnostic says, with the table that it is about. */
export function messageOf({ table, message }: Diagnostic): string {
  // Some messages name their table themselves.
  return table === undefined || message.includes(table) ? message : `${table}: ${message}`;
}

/** One-based line and column of an offset. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  const end = Math.min(offset, text.length);
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: end - lineStart + 1 };
}

/** `path:line:column severity code message`, the source line, and a caret under the span. */
export function formatDiagnostic(diagnostic: Diagnostic, text: string, path: string): string {
  const head = `${diagnostic.severity} ${diagnostic.code} ${messageOf(diagnostic)}`;
  const tail = diagnostic.hint ? `\n  hint: ${diagnostic.hint}` : '';
  if (!diagnostic.span) return `${path} ${head}${tail}`;
  const { line, column } = positionAt(text, diagnostic.span.start);
  const source = text.split('\n')[line - 1]?.replace(/\r$/, '') ?? '';
  const width = Math.max(
    1,
    Math.min(diagnostic.span.end - diagnostic.span.start, source.length - column + 1),
  );
  const caret = ' '.repeat(column - 1) + '^'.repeat(width);
  return `${path}:${line}:${column} ${head}\n  ${source}\n  ${caret}${tail}`;
}
