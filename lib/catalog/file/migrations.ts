import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Database } from 'better-sqlite3';

/** The folder of the migrations. Every command runs from the repository's root. */
export const MIGRATIONS = path.join(/* turbopackIgnore: true */ process.cwd(), 'prisma/migrations');

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
  /** `migration` is one that this version does not know. */
  | { readonly kind: 'newer'; readonly migration: string };

/** Compares the migrations that a database records with `migrations`. */
export function schemaState(database: Database, migrations: readonly Migration[]): SchemaState {
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .pluck()
    .all() as string[];
  if (tables.length === 0) return { kind: 'empty' };
  if (!tables.includes('_prisma_migrations')) return { kind: 'foreign' };
  const rows = database
    .prepare(
      'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    )
    .all() as { name: string; checksum: string }[];
  const unknown = rows.find((row) => !migrations.some(({ name }) => name === row.name));
  if (unknown) return { kind: 'newer', migration: unknown.name };
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  const isCurrent = migrations.every(
    ({ name, script }) => applied.get(name) === createHash('sha256').update(script).digest('hex'),
  );
  return { kind: isCurrent ? 'current' : 'older' };
}
