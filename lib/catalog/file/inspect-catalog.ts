import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { listMigrations, type Migration, type SchemaState, schemaState } from './migrations';
import { type CatalogProblem, problemKindOf, problemOf } from './problem';
import { schemaProblem } from './schema-problem';

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Looks at the catalog's file through a new connection: whether it is there, opens, and has the schema
 * of this version. Null if so. Takes a millisecond, so it finds damage only where it reads: the header,
 * the length and the schema. `verifyCatalog` reads everything.
 */
export function inspectCatalog(
  file: string,
  migrations: readonly Migration[] = listMigrations(),
): CatalogProblem | null {
  try {
    if (statSync(file).size === 0) return problemOf('missing');
    return schemaProblem(stateOf(file, migrations));
  } catch (error) {
    const kind = problemKindOf(error);
    if (!kind) throw error;
    return problemOf(kind);
  }
}

/** Whether a newer version has migrated a catalog that this version can still read. */
export function isAhead(file: string): boolean {
  return stateOf(file, listMigrations()).kind === 'ahead';
}

function stateOf(file: string, migrations: readonly Migration[]): SchemaState {
  const database = new Database(file, {
    readonly: true,
    fileMustExist: true,
    timeout: BUSY_TIMEOUT_MS,
  });
  try {
    return schemaState(database, migrations);
  } finally {
    database.close();
  }
}
