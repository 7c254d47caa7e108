import Database from 'better-sqlite3';

const BUSY_TIMEOUT_MS = 30_000;
const ALL_PAGES = 0x7fffffff;

/** Opens a catalog's file to read it, also while a sync writes. Close it with `close()`. */
export function openToRead(file: string): Database.Database {
  return new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
}

/** Copies all pages of an open catalog to another file at once, as they are at one moment. */
export async function copyPages(database: Database.Database, to: string): Promise<void> {
  await database.backup(to, { progress: () => ALL_PAGES });
}
