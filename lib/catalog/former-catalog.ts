import type { Database } from 'better-sqlite3';
import { listMigrations } from './file/migrations';
import { migrateCatalog } from './migrate';
import { NO_DOCUMENT, type RuleDocument } from './stored/rule-document';

// A catalog of the version before its large columns were packed, which had them as text.

/** The migration that packs them. */
const PACKING = '20261130000001';

/** Makes the empty catalog of that version in a file. */
export async function makeFormerCatalog(file: string): Promise<void> {
  const former = listMigrations().filter(({ name }) => name < PACKING);
  await migrateCatalog(file, former);
}

export type InsertRow = (table: string, row: Readonly<Record<string, string | number>>) => void;

/** Writes rows by the names of their columns. */
export function rowWriter(database: Database): InsertRow {
  return (table, row) => {
    database
      .prepare(
        `INSERT INTO "${table}" (${Object.keys(row).map((name) => `"${name}"`)})
         VALUES (${Object.keys(row).map(() => '?')})`,
      )
      .run(...Object.values(row));
  };
}

/** The column of a rule's document, as that version wrote it. */
export const formerDocument = (more: Partial<RuleDocument> = {}): string =>
  JSON.stringify({ ...NO_DOCUMENT, ...more });
