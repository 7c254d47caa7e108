import { createHash } from 'node:crypto';
import { asciiQuery } from './render/ascii';

const PARTS =
  /@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:\/\/[^\n]*|\s+)+/g;

/**
 * What a query asks, whoever laid it out: in ASCII, without comments, and with one blank for every run of
 * them outside its strings.
 */
export function logicOf(query: string): string {
  return asciiQuery(query)
    .replace(PARTS, (part) => (/^(?:\/\/|\s)/.test(part) ? ' ' : part))
    .trim();
}

/** Twelve hexadecimal digits that two queries share if they ask the same. */
export function fingerprintOf(query: string): string {
  return createHash('sha256').update(logicOf(query)).digest('hex').slice(0, 12);
}
