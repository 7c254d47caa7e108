import Database from 'better-sqlite3';

const BUSY_TIMEOUT_MS = 5_000;

/** How much of the file may be empty. Each sync fills what the former one left empty. */
const MOST_EMPTY = 1 / 3;

/**
 * Writes the catalog's file anew, without its empty pages, if these are more than a third of it, or than `mostEmpty`:
 * after a migration, or after many rules became smaller. Who reads meanwhile reads on. Returns whether it did.
 */
export function compactCatalog(file: string, { mostEmpty = MOST_EMPTY } = {}): boolean {
  const database = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const count = (pragma: string) => database.pragma(pragma, { simple: true }) as number;
    if (count('freelist_count') <= mostEmpty * count('page_count')) return false;
    database.exec('VACUUM');
    return true;
  } finally {
    database.close();
  }
}
