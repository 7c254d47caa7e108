import { isPostgresql } from '@/lib/catalog/database';
import { CatalogUnavailable, problemKindOf, problemOf } from '../catalog/file/problem';
import { EXIT, SyncFailure } from './failure';

const STORE_ERRORS =
  /^(SqliteError|StoredValueError|DriverAdapterError|CatalogUnavailable|PrismaClient(KnownRequest|UnknownRequest|Initialization)Error)$/;

/** Whether an error comes from the catalog rather than from the source. */
export function isStoreError(error: unknown): boolean {
  return error instanceof Error && STORE_ERRORS.test(error.name);
}

/** The failure of a sync whose catalog cannot be opened, migrated or written: why, and what to do. */
export function storeFailure(address: string, error: unknown): SyncFailure {
  if (error instanceof CatalogUnavailable) {
    const { problem, detail } = error;
    const what = `${address}: ${problem.what}${detail ? ` (${detail})` : ''}`;
    return new SyncFailure(what, problem.next, EXIT.store, error);
  }
  const reason = lastLineOf(error instanceof Error ? error.message : String(error));
  const kind = problemKindOf(error);
  if (kind) {
    const { what, next } = problemOf(kind, isPostgresql(address) ? 'postgresql' : 'sqlite');
    return new SyncFailure(`${address}: ${what} (${reason})`, next, EXIT.store, error);
  }
  return new SyncFailure(
    `The catalog ${address} cannot be used: ${reason}`,
    isPostgresql(address)
      ? 'Check DATABASE_URL, the rights of its user and the log of the database server.'
      : 'Check DATABASE_URL, the file’s permissions and the free disk space. If the catalog is damaged, delete it and sync again.',
    EXIT.store,
    error,
  );
}

/** Prisma puts the code around a failed call before the reason. */
function lastLineOf(message: string): string {
  return message.trim().split('\n').at(-1) ?? message;
}
