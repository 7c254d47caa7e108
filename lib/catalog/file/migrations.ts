import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Database } from 'better-sqlite3';

/** The folders of the migrations. Every command runs from the repository's root. */
export const MIGRATIONS = path.join(/* turbopackIgnore: true */ process.cwd(), 'prisma/migrations');
export const POSTGRESQL_MIGRATIONS = path.join(
  /* turbopackIgnore: true */ process.cwd(),
  'prisma/postgresql/migrations',
);

export interface Migration {
  readonly name: string;
  readonly script: string;
}

export function listMigrations(directory: string = MIGRATIONS): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({
      name,
      script: readFileSync(path.join(directory, name, 'migration.sql'), 'utf8'),
    }));
}

export type SchemaState =
  | { readonly kind: 'current' | 'older' | 'empty' | 'foreign' }
  /**
   * `migration` is one that this version does not know. A catalog that is `ahead` has only such as add to what this
   * version reads.
   */
  | { readonly kind: 'newer' | 'ahead'; readonly migration: string };

/** What the names of migrations end with that leave everything for older versions to read as they did. */
const ADDITION = '_addition';

/** A migration that a database records as applied. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

/** Prisma's record of the migrations that a database has. */
export const APPLIED = `
  SELECT "migration_name" AS "name", "checksum" FROM "_prisma_migrations"
  WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`;

/** Compares the migrations that a SQLite database records with `migrations`. */
export function schemaState(database: Database, migrations: readonly Migration[]): SchemaState {
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .pluck()
    .all() as string[];
  if (tables.length === 0) return { kind: 'empty' };
  if (!tables.includes('_prisma_migrations')) return { kind: 'foreign' };
  return compareMigrations(database.prepare(APPLIED).all() as AppliedMigration[], migrations);
}

/** Compares the migrations that a database has with those of this version. */
export function compareMigrations(
  applied: readonly AppliedMigration[],
  migrations: readonly Migration[],
): SchemaState {
  const unknown = applied.filter((one) => !migrations.some(({ name }) => name === one.name));
  const breaking = unknown.find(({ name }) => !name.endsWith(ADDITION));
  if (breaking) return { kind: 'newer', migration: breaking.name };
  const checksums = new Map(applied.map((one) => [one.name, one.checksum]));
  const isComplete = migrations.every(
    ({ name, script }) => checksums.get(name) === createHash('sha256').update(script).digest('hex'),
  );
  if (!isComplete) return { kind: 'older' };
  const [addition] = unknown;
  return addition ? { kind: 'ahead', migration: addition.name } : { kind: 'current' };
}
