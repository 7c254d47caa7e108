import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';

// The catalog can hold what its source did not publish, so only its owner may read it.
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Creates the folder of `file`, if it is missing, and an empty `file`, if that is missing, for their owner
 * only. SQLite gives the files that it creates beside a database the database's own mode. An existing
 * file is closed to others; an existing folder stays as it is, because it may hold other things.
 */
export function makePrivate(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: FOLDER_MODE });
  closeSync(openSync(file, 'a', FILE_MODE));
  for (const each of [file, `${file}-wal`, `${file}-shm`]) closeToOthers(each);
}

function closeToOthers(file: string): void {
  if (!existsSync(file) || (statSync(file).mode & 0o077) === 0) return;
  try {
    chmodSync(file, FILE_MODE);
  } catch (error) {
    // Another account owns it. The catalog works, and its owner decides who reads it.
    const { message } = error as Error;
    console.error(`${file} is readable by other accounts and stays so: ${message}`);
  }
}
