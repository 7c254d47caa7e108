import Database from 'better-sqlite3';
import { makePrivate } from '../catalog/file/private-files';
import { EXIT, SyncFailure } from './failure';

export interface Lock {
  release(): void;
}

/**
 * Lets one sync of a catalog run at a time. The lock is an exclusive transaction on a separate file beside
 * the catalog. The operating system releases it when the process ends, for whatever reason, so a killed
 * sync leaves nothing to clean up. Readers of the catalog never wait for it.

 */
export function takeLock(databaseFile: string): Lock {
  const file = `${databaseFile}.lock`;
  makePrivate(file);
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new SyncFailure(
        'Another sync of this catalog is running',
        'Wait for it to finish, then sync again. The status page shows when it is done.',
        EXIT.locked,
        error,
      );
    }
    throw error;
  }
  return { release: () => database.close() };
}
