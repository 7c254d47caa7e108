import { readFileSync } from 'node:fs';
import { messageOf, UsageError } from '../arguments';

/**
 * The names in a file of tables and ASIM parsers, one a line; `#` begins a comment. Throws a UsageError for a
 * file that cannot be read, has no name, or has a line that is none.
 */
export function readTables(file: string): ReadonlySet<string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${messageOf(error)}`);
  }
  const names = new Set<string>();
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const name = line.replace(/#.*/, '').trim();
    if (name === '') continue;
    if (!/^\w+$/.test(name)) {
      throw new UsageError(`${file}:${at + 1} is not the name of a table. Write one name a line.`);
    }
    names.add(name);
  }
  if (names.size === 0) throw new UsageError(`${file} names no table`);
  return names;
}
