import { databaseAt } from '@/lib/catalog/database';
import type { CatalogDatabase } from '@/lib/catalog/database/types';
import { postgresqlStore } from './postgresql';
import { sqliteStore } from './sqlite';
import type { SyncStore } from './types';

/** What a sync does with a database, whichever it is. */
export function storeFor(database: CatalogDatabase): SyncStore {
  return database.kind === 'postgresql' ? postgresqlStore(database) : sqliteStore(database);
}

/** The same for an address: the path of a SQLite file, or the URL of a PostgreSQL database. */
export function storeAt(address: string): SyncStore {
  return storeFor(databaseAt(address));
}
