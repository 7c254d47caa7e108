import { readEnvironment } from '@/lib/env';
import { databaseAt } from './database';
import { type CatalogProblem, problemKindOf } from './file/problem';
import type { Watch } from './watch';
import { beginFileWatch, type FileWatch, lookAtFile, noteDamage } from './watch-file';
import { beginServerWatch, lookAtServer, type ServerWatch } from './watch-server';

/** The time between two looks, at least. */
const LOOK_AT_FILE_MS = 250;
const LOOK_AT_SERVER_MS = 1_000;

// One per process: the proxy, the pages and the routes are bundled apart.
const shared = globalThis as typeof globalThis & { watchfloorWatch?: FileWatch | ServerWatch };

/** Looks at the catalog, if the last look was some time ago, and returns what is known of it. */
export function watchCatalog(): Watch {
  const watch = currentWatch();
  const now = performance.now();
  if ('looking' in watch) {
    if (watch.failed || now - watch.lookedAt >= LOOK_AT_SERVER_MS) {
      watch.lookedAt = now;
      lookAtServer(watch).catch((error: unknown) => console.error(error));
    }
  } else if (watch.failed || now - watch.lookedAt >= LOOK_AT_FILE_MS) {
    watch.lookedAt = now;
    lookAtFile(watch);
  }
  return watch;
}

/** Why the catalog that `DATABASE_URL` names cannot be used. Null if it can. */
export async function catalogProblem(): Promise<CatalogProblem | null> {
  const watch = currentWatch();
  // The first answer, and one after a failure or a problem, waits for what is so now.
  const isKnown = Number.isFinite(watch.lookedAt) && !watch.failed && watch.problem === null;
  if ('looking' in watch && !isKnown) {
    watch.lookedAt = performance.now();
    await lookAtServer(watch);
  }
  return watchCatalog().problem;
}

/** Notes that a query failed. If the catalog is the cause, the next look inspects it again. */
export function noteFailure(watch: Watch, error: unknown): void {
  const kind = problemKindOf(error);
  if (!kind) return;
  watch.failed = true;
  if (kind === 'damaged' && 'damagedState' in watch) noteDamage(watch as FileWatch);
}

function currentWatch(): FileWatch | ServerWatch {
  const address = readEnvironment(process.env).database;
  const known = shared.watchfloorWatch;
  if (known?.database.address === address) return known;
  const common: Watch = {
    database: databaseAt(address),
    generation: (known?.generation ?? 0) + 1,
    isOpen: false,
    problem: null,
    lookedAt: Number.NEGATIVE_INFINITY,
    failed: false,
  };
  const isFile = common.database.kind === 'sqlite';
  const watch = isFile ? beginFileWatch(common) : beginServerWatch(common);
  shared.watchfloorWatch = watch;
  return watch;
}
