import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import Database from 'better-sqlite3';
import {
  holderFile,
  isRunning,
  isStuck,
  readHolder,
  type SyncHolder,
  startOf,
} from '@/lib/catalog/stored/sync-holder';
import { makePrivate } from '../catalog/file/private-files';
import { EXIT, SyncFailure } from './failure';

export type Report = (phase: string, done?: number | null, total?: number | null) => void;

export interface Lock {
  /** Records that the sync got further, in which phase, and how far in it. At most one write a second. */
  report: Report;
  /** Aborts if the lock is lost before it is released. */
  readonly lost?: AbortSignal;
  /** Throws if it is lost. Asks for it, where that takes a question. */
  demand?(): Promise<void>;
  release(): void | Promise<void>;
}

const REPORT_EVERY_MS = 1000;
/** How long the operating system may take to end a killed process. */
const END_MS = 10_000;

/**
 * Lets one sync of a catalog run at a time. The lock is an exclusive transaction on a separate file beside
 * the catalog. The operating system releases it when the process ends, for whatever reason, so a killed
 * sync leaves nothing to clean up. Readers of the catalog never wait for it.
 *
 * A holder that has made no progress for ten minutes is killed and the lock taken over. The lock is free
 * only once that process is gone, so it cannot write any more. Any other holder keeps the lock: throws a
 * SyncFailure that names it.
 */
export function takeLock(databaseFile: string): Lock & { release(): void } {
  const file = `${databaseFile}.lock`;
  let database = tryLock(file, 0);
  if (!database) {
    const holder = readHolder(databaseFile);
    if (holder && isStuck(holder, Date.now()) && isRunning(holder)) {
      kill(holder.pid);
      database = tryLock(file, END_MS);
    }
    if (!database) throw refusal(holder);
  }
  const held = database;
  const report = reporter(databaseFile);
  report('start');
  return {
    report,
    release() {
      rmSync(holderFile(databaseFile), { force: true });
      held.close();
    },
  };
}

function tryLock(file: string, timeout: number): Database.Database | null {
  makePrivate(file);
  const database = new Database(file, { timeout });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Gone meanwhile, or another user's: the lock shows which.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

export function refusal(holder: SyncHolder | null): SyncFailure {
  const who = holder
    ? `: process ${holder.pid} on ${holder.host}, since ${holder.startedAt}, in phase ${holder.phase}`
    : '';
  if (!holder || !isStuck(holder, Date.now())) {
    return new SyncFailure(
      `Another sync of this catalog is running${who}`,
      'Wait for it to finish, then sync again. The status page shows when it is done.',
      EXIT.locked,
    );
  }
  return new SyncFailure(
    `Another sync of this catalog is stuck and cannot be ended from here${who}, without progress since ${holder.progressAt}`,
    `End process ${holder.pid} on ${holder.host}, then sync again.`,
    EXIT.locked,
  );
}

function reporter(databaseFile: string): Report {
  const file = holderFile(databaseFile);
  return reportHolder((holder) => {
    writeFileSync(`${file}.new`, JSON.stringify(holder));
    renameSync(`${file}.new`, file);
  });
}

/** Describes this process as the holder of the lock, at most once a second, by `write`. */
export function reportHolder(write: (holder: SyncHolder) => void): Report {
  const own = {
    pid: process.pid,
    host: hostname(),
    processStart: startOf(process.pid),
    startedAt: new Date().toISOString(),
  };
  let written = 0;
  return (phase, done = null, total = null) => {
    const now = Date.now();
    if (now - written < REPORT_EVERY_MS) return;
    written = now;
    write({ ...own, phase, done, total, progressAt: new Date(now).toISOString() });
  };
}
