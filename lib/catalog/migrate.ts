import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import Database from 'better-sqlite3';
import { listMigrations, MIGRATIONS, type Migration, schemaState } from './file/migrations';
import { makePrivate } from './file/private-files';
import { CatalogUnavailable, problemOf } from './file/problem';

// Migrations run in Prisma's own schema engine, in its WebAssembly form. The Prisma command line
// downloads a native engine, but a catalog must start on a machine without access to a download host.
// The engine maintains `_prisma_migrations` as the command line does.
//
// The engine writes a migration's record, runs its script and then marks the record as finished, in
// separate statements. A process killed in between would leave a half-migrated database that the engine
// rejects from then on, so everything runs in one transaction on the engine's only connection.

const BUSY_TIMEOUT_MS = 60_000;
const PAGE_BYTES = 16_384;

/**
 * Migrates the SQLite file at `file` to the newest schema. Creates the file and its folder if they are
 * missing, and closes the file to other accounts. Returns the names of the migrations that it applied,
 * which are none if the file was up to date. Throws a CatalogUnavailable if a newer Watchfloor or another
 * program created the file.
 */
export async function migrateCatalog(
  file: string,
  migrations: readonly Migration[] = listMigrations(),
): Promise<string[]> {
  makePrivate(file);
  if (isCurrent(file, migrations)) return [];
  const adapterFactory = new PrismaBetterSqlite3({ url: `file:${file}`, timeout: BUSY_TIMEOUT_MS });
  const connection = await adapterFactory.connect();
  try {
    // Only a new file takes it: large pages waste less of what is packed. Decision 0029.
    await connection.executeScript(`PRAGMA page_size = ${PAGE_BYTES}`);
    await connection.executeScript('PRAGMA journal_mode = WAL');
    // Off before the transaction: inside one the pragma does nothing, and dropping a table that a
    // migration rebuilds would delete the rows that refer to it.
    await connection.executeScript('PRAGMA foreign_keys = OFF');
    await connection.executeScript('BEGIN IMMEDIATE');
    const applied = await applyMigrations(connection, migrations);
    await connection.executeScript('COMMIT');
    return applied;
  } finally {
    await connection.dispose();
  }
}

// The engine takes 5 MB to compile. A start with nothing to apply compares the record instead.
function isCurrent(file: string, migrations: readonly Migration[]): boolean {
  const database = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const state = schemaState(database, migrations);
    if (state.kind === 'newer' || state.kind === 'foreign') {
      const detail = state.kind === 'newer' ? `it has the migration ${state.migration}` : null;
      throw new CatalogUnavailable(problemOf(state.kind), detail);
    }
    return state.kind === 'current';
  } finally {
    database.close();
  }
}

type Engine = typeof import('@prisma/schema-engine-wasm');
type Connection = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>;

async function applyMigrations(
  connection: Connection,
  migrations: readonly Migration[],
): Promise<string[]> {
  const engine = await openEngine(async () => connection);
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: {
        baseDir: MIGRATIONS,
        lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, script }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
        })),
      },
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } finally {
    engine.free();
  }
}

/** Prisma's schema engine, with connections from `connect`. Free it after use. */
export async function openEngine(connect: () => Promise<Connection>) {
  const { SchemaEngine } = await loadEngine();
  const inMemory = new PrismaBetterSqlite3({ url: ':memory:' });
  const factory: Parameters<typeof bindMigrationAwareSqlAdapterFactory>[0] = {
    provider: inMemory.provider,
    adapterName: inMemory.adapterName,
    connect: async () => {
      const connection = await connect();
      // The engine disposes of its connections, but only the owner closes this one.
      return new Proxy(connection, {
        get(target, property) {
          if (property === 'dispose') return async () => {};
          const value = Reflect.get(target, property, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    },
    connectToShadowDb: () => inMemory.connectToShadowDb(),
  };
  const silent = () => {};
  return SchemaEngine.new(
    { datamodels: undefined },
    silent,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

let engine: Engine | null = null;

async function loadEngine(): Promise<Engine> {
  if (engine) return engine;
  // The package's entry imports the .wasm file as a module, which Node does only behind a flag.
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const script = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  const binary = new WebAssembly.Module(readFileSync(script.replace(/\.js$/, '.wasm')));
  const instance = new WebAssembly.Instance(binary, {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  engine = bindings as unknown as Engine;
  return engine;
}
