import { existsSync, renameSync, statSync } from 'node:fs';
import { fileTime } from './file-time';
import { problemKindOf } from './problem';
import { verifyCatalog } from './verify-catalog';

/** A damaged catalog that was moved out of the way. */
export interface SetAside {
  readonly movedTo: string;
  /** In SQLite's words, or what was missing. */
  readonly damage: string;
}

/**
 * Reads the whole catalog. If it is damaged, renames it and its side files to `<file>.damaged-<time>`, so
 * that a new one can be made and nothing is lost. The same for a log whose catalog is gone, which SQLite
 * would delete. Returns null if nothing was moved. Call it only while you hold the lock of the catalog.
 */
export async function setAsideDamaged(file: string, now: Date): Promise<SetAside | null> {
  const damage = await damageOf(file);
  if (damage === null) return null;
  const movedTo = `${file}.damaged-${fileTime(now)}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, movedTo + suffix);
  }
  return { movedTo, damage };
}

async function damageOf(file: string): Promise<string | null> {
  if (sizeOf(file) > 0) return verifyCatalog(file);
  return sizeOf(`${file}-wal`) > 0 ? 'the file is gone, and only its log is left' : null;
}

/** In bytes; 0 if there is no such file. */
function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    if (problemKindOf(error) !== 'missing') throw error;
    return 0;
  }
}
