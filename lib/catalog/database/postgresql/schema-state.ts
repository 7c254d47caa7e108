import {
  APPLIED,
  type AppliedMigration,
  compareMigrations,
  type Migration,
  type SchemaState,
} from '../../file/migrations';
import { ask } from './connection';

/** Compares the migrations that a PostgreSQL database records with `migrations`. */
export async function readSchemaState(
  address: string,
  migrations: readonly Migration[],
): Promise<SchemaState> {
  const [found] = await ask<{ tables: number; record: boolean }>(
    address,
    `SELECT count(*)::int AS "tables", coalesce(bool_or("tablename" = '_prisma_migrations'), false) AS "record"
     FROM pg_tables WHERE "schemaname" = current_schema()`,
  );
  if (!found?.tables) return { kind: 'empty' };
  if (!found.record) return { kind: 'foreign' };
  return compareMigrations(await ask<AppliedMigration>(address, APPLIED), migrations);
}
