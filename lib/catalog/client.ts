import { databaseAt, openDatabase } from './database';
import type { Catalog } from './database/catalog';
import { CatalogUnavailable } from './file/problem';
import { catalogProblem, noteFailure, watchCatalog } from './watch-catalog';

export type { Catalog } from './database/catalog';

/** A former connection closes when the requests that use it have ended. */
const CLOSE_AFTER_MS = 10_000;

/**
 * A Prisma client over the catalog at an address: the path of a SQLite file, which must exist, or the URL of a
 * PostgreSQL database. Close it with `$disconnect()`.
 */
export function openCatalog(address: string): Catalog {
  return openDatabase(databaseAt(address));
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
  const catalog = openDatabase(watch.database, (error) => noteFailure(watch, error));
  shared.watchfloorConnection = { generation: watch.generation, catalog };
  watch.isOpen = true;
  return catalog;
}

/** The same, once it is known what state the catalog is in: asking a server for that takes a moment. */
export async function knownCatalog(): Promise<Catalog> {
  const problem = await catalogProblem();
  if (problem) throw new CatalogUnavailable(problem);
  return getCatalog();
}

function close(catalog: Catalog): void {
  catalog.$disconnect().catch((error: unknown) => console.error(error));
}
