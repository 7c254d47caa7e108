import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { CatalogUnavailable } from './file/problem';
import { PrismaClient } from './generated/client';
import { reportFailures } from './report-failures';
import { noteFailure, watchCatalog } from './watch-catalog';

export type Catalog = PrismaClient;

// How long a connection waits for a lock. In WAL mode, only writers block each other.
const BUSY_TIMEOUT_MS = 30_000;

/** A former connection closes when the requests that use it have ended. */
const CLOSE_AFTER_MS = 10_000;

/**
 * A Prisma client over the SQLite file at `file`, which must exist. Close it with `$disconnect()`.
 * `onFailure` gets each error of the database before the caller does.
 */
export function openCatalog(file: string, onFailure: (error: unknown) => void = () => {}): Catalog {
  const adapter = new PrismaBetterSqlite3({
    url: `file:${file}`,
    timeout: BUSY_TIMEOUT_MS,
    fileMustExist: true,
  });
  return new PrismaClient({
    adapter: reportFailures(adapter, onFailure),
    transactionOptions: { maxWait: BUSY_TIMEOUT_MS, timeout: 10 * 60_000 },
  });
}

// One connection per process: development reloads modules and would open another one each time.
const shared = globalThis as typeof globalThis & {
  watchfloorConnection?: { readonly generation: number; readonly catalog: Catalog };
};

/**
 * The catalog that `DATABASE_URL` names. Ask for it in each request: after the file was replaced, it is
 * another one. Throws a CatalogUnavailable if it cannot be used.
 */
export function getCatalog(): Catalog {
  const watch = watchCatalog();
  if (watch.problem) throw new CatalogUnavailable(watch.problem);
  const former = shared.watchfloorConnection;
  if (former?.generation === watch.generation) return former.catalog;
  if (former) setTimeout(() => close(former.catalog), CLOSE_AFTER_MS).unref();
  const catalog = openCatalog(watch.file, (error) => noteFailure(watch, error));
  shared.watchfloorConnection = { generation: watch.generation, catalog };
  watch.isOpen = true;
  return catalog;
}

function close(catalog: Catalog): void {
  catalog.$disconnect().catch((error: unknown) => console.error(error));
}
