import type { Severity } from '../severity';

/** What the reference says about a diagnostic code. Backticks mark code, as in Markdown. */
export interface CodeText {
  /** Missing: the severity depends on what the diagnostic is about, and `meaning` explains it. */
  readonly severity?: Severity;
  readonly meaning: string;
  /** What the reader should do. */
  readonly remedy: string;
}
