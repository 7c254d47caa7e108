import { statSync } from 'node:fs';
import { inspectCatalog } from './file/inspect-catalog';
import { problemKindOf, problemOf } from './file/problem';
import { verifyCatalog } from './file/verify-catalog';
import { reportProblem, type Watch } from './watch';

// Anyone may delete, replace or damage the catalog while the server has it open, and SQLite then goes on
// with what it had. So the server looks at the file before it uses it: whether it is still the one that
// was opened, and after each change, whether it is a whole catalog.

/** What is known of a catalog in a file. */
export interface FileWatch extends Watch {
  seen: Stamp | null;
  /** The state in which a query, or a reading of the whole file, found damage. */
  damagedState: string | null;
  isVerifying: boolean;
}

interface Stamp {
  /** Changes when the file is replaced. */
  readonly identity: string;
  /** The same of the write-ahead log. Null if no connection is open, or if there is no log. */
  readonly log: string | null;
  /** Changes also with the file's content and permissions. */
  readonly state: string;
}

/** Begins to watch the file of a database. */
export function beginFileWatch(common: Watch): FileWatch {
  return { ...common, seen: null, damagedState: null, isVerifying: false };
}

/** Notes the state in which a query found damage. */
export function noteDamage(watch: FileWatch): void {
  watch.damagedState = stampOf(watch).state;
}

/** Looks at the file. */
export function lookAtFile(watch: FileWatch): void {
  const { seen, problem, failed } = watch;
  const stamp = stampOf(watch);
  const isReplaced = seen === null || isOther(seen, stamp);
  const hasChanged = isReplaced || failed || seen.state !== stamp.state;
  watch.failed = false;
  if (isReplaced || failed || problem) {
    watch.generation++;
    watch.isOpen = false;
  }
  watch.seen = watch.isOpen ? stamp : { ...stamp, log: null };
  if (!hasChanged && !problem && watch.damagedState !== stamp.state) return;
  const found = inspectCatalog(fileOf(watch));
  watch.problem = found ?? (watch.damagedState === stamp.state ? problemOf('damaged') : null);
  reportProblem(watch, problem);
  if (hasChanged && !found) verify(watch, stamp.state);
}

function isOther(seen: Stamp, now: Stamp): boolean {
  return seen.identity !== now.identity || (seen.log !== null && seen.log !== now.log);
}

/** Reads the whole file in the background, once for each state of it. */
function verify(watch: FileWatch, state: string): void {
  if (watch.isVerifying) return;
  watch.isVerifying = true;
  const file = fileOf(watch);
  verifyCatalog(file)
    .then((damage) => {
      // A file that changed meanwhile gets another look, and another reading.
      if (stampOf(watch).state !== state) watch.failed = true;
      else watch.damagedState = damage === null ? null : state;
      if (damage !== null) console.error(`${file}: ${damage}`);
    })
    .catch((error: unknown) => {
      const kind = problemKindOf(error);
      if (kind) watch.failed = true;
      if (kind === 'damaged') noteDamage(watch);
    })
    .finally(() => {
      watch.isVerifying = false;
    });
}

function fileOf({ database }: FileWatch): string {
  return database.address;
}

function stampOf(watch: FileWatch): Stamp {
  const file = fileOf(watch);
  try {
    const { dev, ino, size, ctimeMs } = statSync(file);
    return {
      identity: `${dev}:${ino}`,
      log: watch.isOpen ? logOf(file) : null,
      state: `${dev}:${ino}:${size}:${ctimeMs}`,
    };
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    return { identity: code, log: null, state: code };
  }
}

function logOf(file: string): string | null {
  const stats = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return stats ? `${stats.dev}:${stats.ino}` : null;
}
