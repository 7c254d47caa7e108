import Database from 'better-sqlite3';
import { EXIT, SyncFailure } from './failure';

export interface Lock {
  release(): void;
}

/**
 * Lets one sync of a catalog run at a time. The lock is an exclusive transaction on a file of its own
 * beside the catalog: the operating system gives it back when the process ends, however it ends, so a
 * killed sync leaves nothing to clean up, and readers of the catalog never meet it.
 */
export function takeLock(databaseFile: string): Lock {
  const database = new Database(`${databaseFile}.lock`, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new SyncFailure(
        'Another sync of this catalog is running',
        'Wait for it to end; the status page shows it.',
        EXIT.locked,
        error,
      );
    }
    throw error;
  }
  return { release: () => database.close() };
}
