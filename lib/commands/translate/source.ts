import { readFileSync, statSync } from 'node:fs';
import type { Diagnostic } from '@/lib/diagnostic';
import { decodeUtf8, lineNotUtf8 } from '@/lib/ingest/read-text';
import { type ParsedDocument, parseRules } from '@/lib/sigma';
import { UsageError } from '../arguments';

const MAX_FILE = 1_000_000;

/** One rule of a file. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly document: ParsedDocument;
}

/**
 * The rules of a file, or of standard input for `-`. A file that is not UTF-8 counts as one rule that
 * cannot be read. Throws a UsageError for a path that cannot be read.
 */
export function readSources(path: string): Source[] {
  const file = path === '-' ? 0 : path;
  let bytes: Uint8Array;
  try {
    if (typeof file === 'string' && statSync(file).size > MAX_FILE) {
      throw new Error(`the file is larger than ${MAX_FILE} bytes`);
    }
    bytes = readFileSync(file);
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`);
  }
  const text = decodeUtf8(bytes);
  const documents = text === null ? [notUtf8(bytes)] : parseRules(text);
  return documents.map((document) => ({ path, text: text ?? '', document }));
}

function notUtf8(bytes: Uint8Array): ParsedDocument {
  const diagnostic: Diagnostic = {
    severity: 'error',
    code: 'ingest/not-utf8',
    message: `Line ${lineNotUtf8(bytes)} is not UTF-8 text`,
    hint: 'Save the file as UTF-8.',
  };
  const span = { start: 0, end: 0 };
  return { rule: null, metadata: null, id: null, diagnostics: [diagnostic], span };
}

/** A diagnostic of a rule’s own text, with its span in the file. */
export function within(diagnostic: Diagnostic, by: number): Diagnostic {
  const { span } = diagnostic;
  return span
    ? { ...diagnostic, span: { start: span.start + by, end: span.end + by } }
    : diagnostic;
}
