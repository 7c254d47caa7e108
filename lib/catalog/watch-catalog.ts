import { statSync } from 'node:fs';
import { readEnvironment } from '@/lib/env';
import { inspectCatalog } from './file/inspect-catalog';
import { type CatalogProblem, problemKindOf, problemOf } from './file/problem';
import { verifyCatalog } from './file/verify-catalog';

// Anyone may delete, replace or damage the catalog while the server has it open, and SQLite then goes on
// with what it had. So the server looks at the file before it uses it: whether it is still the one that
// was opened, and after each change, whether it is a whole catalog.

/** The time between two looks, at least. */
const LOOK_MS = 250;

/** What the server knows of the catalog's file. */
export interface Watch {
  readonly file: string;
  /** Goes up whenever connections to the file must be opened anew. */
  generation: number;
  /** A connection of this generation is open. */
  isOpen: boolean;
  problem: CatalogProblem | null;
  lookedAt: number;
  seen: Stamp | null;
  /** A query failed since the last look. */
  failed: boolean;
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

// One per process: the proxy, the pages and the routes are bundled apart.
const shared = globalThis as typeof globalThis & { watchfloorWatch?: Watch };

/** Looks at the catalog's file, if the last look was some time ago, and returns what is known of it. */
export function watchCatalog(): Watch {
  const watch = currentWatch();
  const now = performance.now();
  if (watch.failed || now - watch.lookedAt >= LOOK_MS) {
    watch.lookedAt = now;
    look(watch);
  }
  return watch;
}

/** Why the catalog that `DATABASE_URL` names cannot be used. Null if it can. */
export function catalogProblem(): CatalogProblem | null {
  return watchCatalog().problem;
}

/** Notes that a query failed. If the catalog is the cause, the next look inspects it again. */
export function noteFailure(watch: Watch, error: unknown): void {
  const kind = problemKindOf(error);
  if (!kind) return;
  watch.failed = true;
  if (kind === 'damaged') watch.damagedState = stampOf(watch).state;
}

function currentWatch(): Watch {
  const file = readEnvironment(process.env).databaseFile;
  const known = shared.watchfloorWatch;
  if (known?.file === file) return known;
  const watch: Watch = {
    file,
    generation: (known?.generation ?? 0) + 1,
    isOpen: false,
    problem: null,
    lookedAt: Number.NEGATIVE_INFINITY,
    seen: null,
    failed: false,
    damagedState: null,
    isVerifying: false,
  };
  shared.watchfloorWatch = watch;
  return watch;
}

function look(watch: Watch): void {
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
  const found = inspectCatalog(watch.file);
  watch.problem = found ?? (watch.damagedState === stamp.state ? problemOf('damaged') : null);
  report(watch, problem);
  if (hasChanged && !found) verify(watch, stamp.state);
}

function isOther(seen: Stamp, now: Stamp): boolean {
  return seen.identity !== now.identity || (seen.log !== null && seen.log !== now.log);
}

function report({ file, problem }: Watch, former: CatalogProblem | null): void {
  if (problem?.kind === former?.kind) return;
  if (problem) console.error(`${file}: ${problem.what}. ${problem.next}`);
  else console.warn(`${file}: The catalog can be used again.`);
}

/** Reads the whole file in the background, once for each state of it. */
function verify(watch: Watch, state: string): void {
  if (watch.isVerifying) return;
  watch.isVerifying = true;
  verifyCatalog(watch.file)
    .then((damage) => {
      // A file that changed meanwhile gets another look, and another reading.
      if (stampOf(watch).state !== state) watch.failed = true;
      else watch.damagedState = damage === null ? null : state;
      if (damage !== null) console.error(`${watch.file}: ${damage}`);
    })
    .catch((error: unknown) => noteFailure(watch, error))
    .finally(() => {
      watch.isVerifying = false;
    });
}

function stampOf({ file, isOpen }: Watch): Stamp {
  try {
    const { dev, ino, size, ctimeMs } = statSync(file);
    return {
      identity: `${dev}:${ino}`,
      log: isOpen ? logOf(file) : null,
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
