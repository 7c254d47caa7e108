import { readFileSync, statSync } from 'node:fs';
import type { Diagnostic } from '@/lib/diagnostic';
import { type ParsedDocument, parseRules } from '@/lib/sigma';
import { UsageError } from '../arguments';

const MAX_FILE = 1_000_000;

/** One rule of a file. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly document: ParsedDocument;
}

/** The rules of a file, or of standard input for `-`. Throws a UsageError for a path that cannot be read. */
export function readSources(path: string): Source[] {
  const file = path === '-' ? 0 : path;
  let text: string;
  try {
    if (typeof file === 'string' && statSync(file).size > MAX_FILE) {
      throw new Error(`the file is larger than ${MAX_FILE} bytes`);
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`);
  }
  return parseRules(text).map((document) => ({ path, text, document }));
}

/** A diagnostic of a rule’s own text, with its span in the file. */
export function within(diagnostic: Diagnostic, by: number): Diagnostic {
  const { span } = diagnostic;
  return span
    ? { ...diagnostic, span: { start: span.start + by, end: span.end + by } }
    : diagnostic;
}
