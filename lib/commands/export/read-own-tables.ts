import { readFileSync } from 'node:fs';
import type { OwnTables } from '@/lib/own-tables/own-tables';
import { readTableNames } from '@/lib/own-tables/read-table-names';
import { messageOf, UsageError } from '../arguments';

/**
 * The tables that a file names: one a line, or the result of a query as CSV or JSON. Throws a UsageError if it
 * cannot be read or names none.
 */
export function readOwnTables(file: string): OwnTables {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${messageOf(error)}`);
  }
  const { names, unread } = readTableNames(text);
  if (names.length === 0) throw new UsageError(`${file} names no table`);
  if (unread.length > 0) {
    throw new UsageError(`${file} has what is no name of a table: ${unread.join(', ')}`);
  }
  return { sentinel: names, defender: names };
}
