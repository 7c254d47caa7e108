import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { differences, digestOf } from './digest';
import { inspectCatalog } from './inspect-catalog';
import { copyPages, openToRead } from './open-to-read';
import { makePrivate } from './private-files';
import { CatalogUnavailable } from './problem';
import { Refusal } from './refusal';
import { seal } from './seal';

export interface Backup {
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
}

/**
 * Copies the catalog to a new file as it is at one moment, by SQLite's online backup, also while a sync writes. Then
 * compares both by the count and a hash of the rows of each table, and seals the copy with them. Only a copy
 * that is the same gets its name. Throws a Refusal if `to` exists.
 */
export async function backUp(file: string, to: string): Promise<Backup> {
  if (existsSync(to)) {
    throw new Refusal(`${to} exists`, 'Name a file that does not exist yet, or delete that one.');
  }
  const problem = inspectCatalog(file);
  if (problem && problem.kind !== 'older') throw new CatalogUnavailable(problem);
  const partial = `${to}.partial-${process.pid}`;
  try {
    const rows = await copy(file, partial);
    renameSync(partial, to);
    sync(path.dirname(to));
    return { ...rows, bytes: statSync(to).size };
  } finally {
    removeCatalogFile(partial);
  }
}

async function copy(from: string, to: string): Promise<Omit<Backup, 'bytes'>> {
  makePrivate(to);
  const source = openToRead(from);
  try {
    // All that this connection reads from here on, the backup as well, is of one moment.
    source.exec('BEGIN');
    const expected = digestOf(source);
    await copyPages(source, to);
    const found = sealedCopy(to, expected);
    if (found.length > 0) {
      throw new Error(`the copy differs from the catalog in ${found.join(', ')}`);
    }
    const rows = [...expected.values()].reduce((sum, table) => sum + table.rows, 0);
    return { tables: expected.size, rows };
  } finally {
    source.close();
  }
}

/** Seals a copy if it is as expected. Returns the tables that are not. */
function sealedCopy(file: string, expected: ReturnType<typeof digestOf>): string[] {
  const database = new Database(file, { fileMustExist: true });
  try {
    // One file, without a log beside it.
    database.pragma('journal_mode = DELETE');
    const found = differences(expected, digestOf(database));
    if (found.length === 0) seal(database, expected);
    return found;
  } finally {
    database.close();
    sync(file);
  }
}

/** Waits until what was written to a file or folder is on the disk. */
export function sync(file: string): void {
  const handle = openSync(file, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Deletes a catalog's file and those that SQLite keeps beside it. */
export function removeCatalogFile(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}
