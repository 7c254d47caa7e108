import type { CatalogDatabase } from '@/lib/catalog/database/types';
import { compactCatalog } from '../../catalog/file/compact-catalog';
import { setAsideDamaged } from '../../catalog/file/set-aside';
import { limitLog, truncateLog } from '../../catalog/file/truncate-log';
import { takeLock } from '../lock';
import type { Progress } from '../progress';
import { sqliteWriter } from './sqlite-writer';
import type { SyncStore } from './types';

/** A sync of a catalog in a SQLite file. */
export function sqliteStore(database: CatalogDatabase): SyncStore {
  const file = database.address;
  return {
    database,
    lock: async () => takeLock(file),
    async prepare(progress) {
      await putDamagedAside(file, progress);
      await database.migrate();
    },
    begin: limitLog,
    tidy: (progress) => makeFilesSmall(file, progress),
    writer: sqliteWriter,
  };
}

async function putDamagedAside(file: string, progress: Progress): Promise<void> {
  const aside = await setAsideDamaged(file, new Date());
  if (!aside) return;
  progress
    .begin('catalog')
    .note(
      `The catalog is damaged: ${aside.damage}. It is kept as ${aside.movedTo}, and a new one is made.`,
    );
}

/** What the sync wrote is safe, so files that stay larger than they need to be are not a failure. */
async function makeFilesSmall(file: string, progress: Progress): Promise<void> {
  const note = (what: string, reason: string) =>
    progress.begin('catalog').note(`${what} keeps its size until the next sync: ${reason}`);
  const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
  try {
    compactCatalog(file);
  } catch (error) {
    note('The catalog', reasonOf(error));
  }
  const log = 'The write-ahead log';
  try {
    if (!(await truncateLog(file))) note(log, 'another process is reading the catalog');
  } catch (error) {
    note(log, reasonOf(error));
  }
}
