import Database from 'better-sqlite3';

/** The titles of a catalog's rules, a line each. */
export function titlesOf(file: string): string {
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare('SELECT title FROM "Rule" ORDER BY id').pluck().all().join('\n');
  } finally {
    database.close();
  }
}

/** Whether two catalogs have the same rules. */
export function isLike(file: string, other: string): boolean {
  return titlesOf(file) === titlesOf(other);
}
