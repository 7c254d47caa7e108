import { isReadOnly } from '@/lib/catalog/database/postgresql/connection';
import type { CatalogDatabase } from '@/lib/catalog/database/types';
import { CatalogUnavailable, problemOf } from '../../catalog/file/problem';
import { takeAdvisoryLock } from './advisory-lock';
import { postgresqlWriter } from './postgresql-writer';
import type { SyncStore } from './types';

/** A sync of a catalog in a PostgreSQL database. The server itself repairs and cleans up. */
export function postgresqlStore(database: CatalogDatabase): SyncStore {
  return {
    database,
    lock: () => takeAdvisoryLock(database.address),
    async prepare() {
      if (await isReadOnly(database.address)) {
        throw new CatalogUnavailable(problemOf('readonly', database.kind));
      }
      await database.migrate();
    },
    begin: async () => {},
    tidy: async () => {},
    writer: postgresqlWriter,
  };
}
