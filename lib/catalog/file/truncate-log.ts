import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';

const ATTEMPTS = 3;
const PAUSE_MS = 500;
/** How long an attempt waits for readers. A page reads for milliseconds. */
const WAIT_MS = 2_000;

/** What a log may keep when a reader prevented that it was emptied, and it is used again: 16 MiB. */
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/** A connection of Prisma, in part. */
interface Connection {
  $queryRawUnsafe(query: string): Promise<unknown>;
}

/** Limits what the log keeps on disk after `connection` starts it again from its beginning. */
export async function limitLog(connection: Connection): Promise<void> {
  await connection.$queryRawUnsafe(`PRAGMA journal_size_limit = ${LOG_LIMIT_BYTES}`);
}

/**
 * Moves the write-ahead log of the catalog into its file and empties the log, which otherwise keeps the
 * size of the largest sync. Readers that are in the middle of a transaction prevent that, so it tries a
 * few times, for 7 seconds at most.
 * `waitMs` is how long each attempt waits. Returns whether the log is empty now.
 */
export async function truncateLog(file: string, waitMs: number = WAIT_MS): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    if (truncateOnce(file, waitMs)) return true;
    if (attempt === ATTEMPTS) return false;
    await setTimeout(PAUSE_MS);
  }
}

function truncateOnce(file: string, timeout: number): boolean {
  const database = new Database(file, { fileMustExist: true, timeout });
  try {
    const [row] = database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return row?.busy === 0;
  } finally {
    database.close();
  }
}
