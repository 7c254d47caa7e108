import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { inspectCatalog, isAhead } from '../../file/inspect-catalog';
import { PrismaClient } from '../../generated/client';
import { migrateCatalog } from '../../migrate';
import { reportFailures } from '../../report-failures';
import { readRunningSync } from '../../stored/sync-holder';
import { BUSY_TIMEOUT_MS, TRANSACTION_OPTIONS } from '../options';
import { AHEAD, type CatalogDatabase } from '../types';
import { sqliteOwnTexts } from './own-texts';
import { sqliteTextSearch } from './text-search';
import { withSqliteRows } from './with-index-rows';

/** A catalog in a SQLite file. In WAL mode, only writers block each other. */
export function sqliteDatabase(file: string): CatalogDatabase {
  return {
    kind: 'sqlite',
    address: file,
    open(onFailure) {
      const adapter = new PrismaBetterSqlite3({
        url: `file:${file}`,
        timeout: BUSY_TIMEOUT_MS,
        fileMustExist: true,
      });
      return new PrismaClient({
        adapter: reportFailures(adapter, onFailure),
        transactionOptions: TRANSACTION_OPTIONS,
      });
    },
    migrate: () => migrateCatalog(file),
    inspect: async () => inspectCatalog(file),
    whyReadOnly: async () => (isAhead(file) ? AHEAD : null),
    runningSync: async () => readRunningSync(file),
    withIndexRows: (use) => withSqliteRows(file, use),
    search: sqliteTextSearch,
    ownTexts: sqliteOwnTexts,
  };
}
