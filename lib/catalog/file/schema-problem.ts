import type { SchemaState } from './migrations';
import { type CatalogProblem, CatalogUnavailable, type DatabaseKind, problemOf } from './problem';

/** Why this version cannot read a catalog with such a schema; null if it can. */
export function schemaProblem(
  { kind }: SchemaState,
  database: DatabaseKind = 'sqlite',
): CatalogProblem | null {
  if (kind === 'current' || kind === 'ahead') return null;
  return problemOf(kind === 'empty' ? 'missing' : kind, database);
}

/**
 * Whether a catalog needs no migration. Throws a CatalogUnavailable if this version must not write it: a newer one or
 * another program made it.
 */
export function isMigrated(state: SchemaState, database: DatabaseKind = 'sqlite'): boolean {
  const { kind } = state;
  if (kind === 'foreign') throw new CatalogUnavailable(problemOf(kind, database));
  if (kind === 'newer' || kind === 'ahead') {
    throw new CatalogUnavailable(
      problemOf('newer', database),
      `it has the migration ${state.migration}`,
    );
  }
  return kind === 'current';
}
