import type { Catalog } from './catalog';
import { postgresqlDatabase } from './postgresql/database';
import { sqliteDatabase } from './sqlite/database';
import type { CatalogDatabase } from './types';

// Pages and routes are bundled apart, and each may ask about a catalog that the other has opened.
const shared = globalThis as typeof globalThis & {
  watchfloorDatabases?: WeakMap<Catalog, CatalogDatabase>;
};

/** Whether an address is that of a PostgreSQL database, and not the path of a file. */
export function isPostgresql(address: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(address);
}

/** The database at an address, which is the path of a SQLite file or the URL of a PostgreSQL database. */
export function databaseAt(address: string): CatalogDatabase {
  return isPostgresql(address) ? postgresqlDatabase(address) : sqliteDatabase(address);
}

/** Opens the catalog in a database. Close it with `$disconnect()`. */
export function openDatabase(
  database: CatalogDatabase,
  onFailure: (error: unknown) => void = () => {},
): Catalog {
  const catalog = database.open(onFailure);
  shared.watchfloorDatabases ??= new WeakMap();
  shared.watchfloorDatabases.set(catalog, database);
  return catalog;
}

/** The database in which an open catalog is. */
export function databaseOf(catalog: Catalog): CatalogDatabase {
  const database = shared.watchfloorDatabases?.get(catalog);
  if (!database) throw new Error('the catalog was not opened by openDatabase');
  return database;
}
