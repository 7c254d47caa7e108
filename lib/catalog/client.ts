import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { readEnvironment } from '@/lib/env';
import { PrismaClient } from './generated/client';

export type Catalog = PrismaClient;

// How long a connection waits for a lock. In WAL mode, only writers block each other.
const BUSY_TIMEOUT_MS = 30_000;

/** A Prisma client over the SQLite file at `file`. Close it with `$disconnect()`. */
export function openCatalog(file: string): Catalog {
  return new PrismaClient({
    adapter: new PrismaBetterSqlite3({ url: `file:${file}`, timeout: BUSY_TIMEOUT_MS }),
    transactionOptions: { maxWait: BUSY_TIMEOUT_MS, timeout: 10 * 60_000 },
  });
}

// One connection per process: development reloads modules and would open another one each time.
const shared = globalThis as typeof globalThis & { watchfloorCatalog?: Catalog };

/** The catalog that `DATABASE_URL` names. Opened on the first call. */

export function getCatalog(): Catalog {
  shared.watchfloorCatalog ??= openCatalog(readEnvironment(process.env).databaseFile);
  return shared.watchfloorCatalog;
}
