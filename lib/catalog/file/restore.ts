import { existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { migrateCatalog } from '../migrate';
import { removeCatalogFile, sync } from './back-up';
import { checkCatalog } from './check-catalog';
import { fileTime } from './file-time';
import { inspectCatalog } from './inspect-catalog';
import { copyPages, openToRead } from './open-to-read';
import { makePrivate } from './private-files';
import { problemKindOf } from './problem';
import { Refusal } from './refusal';
import { unseal } from './seal';
import { truncateLog } from './truncate-log';

export interface Restored {
  readonly rules: number;
  /** Where the former catalog is kept; null if there was none. */
  readonly keptAs: string | null;
}

/**
 * Puts a backup, or any whole catalog, in the place of the catalog `file`: it is copied, checked and migrated beside
 * it, and then takes its name at once. Throws a Refusal, and changes nothing, for what is no catalog or is damaged,
 * and if there is a catalog and `overwrite` does not allow it; that one is kept under another name.
 * Call it only while you hold the lock of the catalog.
 */
export async function restore(
  backup: string,
  file: string,
  { overwrite, now }: { overwrite: boolean; now: Date },
): Promise<Restored> {
  demandCatalog(backup);
  const hasFormer = existsSync(file) && statSync(file).size > 0;
  if (hasFormer && !overwrite) {
    throw new Refusal(
      `There is a catalog already: ${file}`,
      'Add --overwrite to put the backup in its place. It is kept under another name.',
    );
  }
  const staged = `${file}.restoring-${process.pid}`;
  makePrivate(staged);
  try {
    const rules = await stage(backup, staged);
    const keptAs = hasFormer ? await setAside(file, now) : null;
    renameSync(staged, file);
    sync(path.dirname(file));
    return { rules, keptAs };
  } finally {
    removeCatalogFile(staged);
  }
}

/** Throws a Refusal for a file that is no catalog of this or an older version, or is damaged. */
function demandCatalog(backup: string): void {
  const problem = inspectCatalog(backup);
  if (problem && problem.kind !== 'older') {
    const what = REFUSED[problem.kind as keyof typeof REFUSED] ?? 'cannot be read';
    throw new Refusal(`${backup} ${what}`, 'Nothing was changed. Name a file that backup made.');
  }
  const { damage } = checkCatalog(backup);
  if (damage.length === 0) return;
  throw new Refusal(
    `${backup} is damaged. ${damage.join('. ')}`,
    'Nothing was changed. Restore another backup.',
  );
}

const REFUSED = {
  missing: 'is missing or empty',
  damaged: 'is no catalog: it is damaged, or not a SQLite database',
  foreign: 'is no catalog: it is a database of another program',
  newer: 'is the catalog of a newer version of Watchfloor',
} as const;

/** Makes a whole catalog of this version beside the one it replaces. Returns how many rules it has. */
async function stage(backup: string, staged: string): Promise<number> {
  const source = openToRead(backup);
  try {
    await copyPages(source, staged);
  } finally {
    source.close();
  }
  await migrateCatalog(staged);
  const copy = new Database(staged, { fileMustExist: true });
  try {
    unseal(copy);
    copy.pragma('journal_mode = WAL');
    copy.pragma('wal_checkpoint(TRUNCATE)');
    return copy.prepare('SELECT count(*) FROM "Rule"').pluck().get() as number;
  } finally {
    copy.close();
    sync(staged);
  }
}

/** Gives the present catalog another name, besides its own, and takes away what SQLite keeps beside it. */
async function setAside(file: string, now: Date): Promise<string> {
  const keptAs = `${file}.before-${fileTime(now)}`;
  if (!(await isWhole(file))) {
    throw new Refusal(
      'Another process is in the middle of using the catalog',
      'Try again in a minute, or stop the server first.',
    );
  }
  linkSync(file, keptAs);
  // Who has the former catalog open goes on with the files under their other names, and not with the new one's.
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, keptAs + suffix);
  }
  rmSync(`${file}-journal`, { force: true });
  return keptAs;
}

/** Whether the file has all that was written, so that it needs no log. A damaged one never will. */
async function isWhole(file: string): Promise<boolean> {
  try {
    return await truncateLog(file);
  } catch (error) {
    if (problemKindOf(error) === null) throw error;
    return true;
  }
}
