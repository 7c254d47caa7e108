import { hideSecrets } from '@/lib/address';
import { databaseAt, openDatabase } from '@/lib/catalog/database';
import { CatalogUnavailable } from '@/lib/catalog/file/problem';
import { EXIT, SyncFailure } from '@/lib/ingest/failure';
import { storeFor } from '@/lib/ingest/store';
import { copyTables, countRows, type TableContent } from '@/lib/ingest/write/copy-tables';

/** A large catalog takes minutes. */
const LIMIT_MS = 60 * 60_000;

/**
 * Copies a whole catalog into an empty one, from SQLite to PostgreSQL, back, or to another of the same kind, while no
 * sync of either can run. Reads both again, and keeps the copy only if every table has the same rows. The addresses
 * are paths of files or URLs of databases. Returns what each table holds.
 */
export async function copyCatalog(
  from: string,
  to: string,
  say: (line: string) => void,
): Promise<readonly TableContent[]> {
  if (from === to) throw refused('The catalog is to be copied to itself', 'Name another database.');
  const source = databaseAt(from);
  const problem = await source.inspect();
  if (problem) throw new CatalogUnavailable(problem);
  const target = storeFor(databaseAt(to));
  const locks = [await storeFor(source).lock(), await target.lock()];
  try {
    await target.database.migrate();
    const [catalog, copy] = [openDatabase(source), openDatabase(target.database)];
    try {
      if ((await countRows(copy)) > 0) {
        throw refused(
          `${hideSecrets(to)} is not empty`,
          'A copy replaces nothing. Name a file that does not exist, or an empty database.',
        );
      }
      return await copy.$transaction(
        (transaction) =>
          copyTables(catalog, transaction, target.writer, ({ table, rows, hash }) =>
            say(`${table}: ${rows} rows, ${hash.slice(0, 16)}`),
          ),
        { timeout: LIMIT_MS },
      );
    } finally {
      await Promise.all([catalog.$disconnect(), copy.$disconnect()]);
    }
  } finally {
    for (const lock of locks) await lock.release();
  }
}

function refused(what: string, next: string): SyncFailure {
  return new SyncFailure(what, next, EXIT.usage);
}
