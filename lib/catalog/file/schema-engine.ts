import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { Migration } from './migrations';

// Migrations run in Prisma's own schema engine, in its WebAssembly form. The Prisma command line
// downloads a native engine, but a catalog must start on a machine without access to a download host.
// The engine maintains `_prisma_migrations` as the command line does.
//
// The engine writes a migration's record, runs its script and then marks the record as finished, in
// separate statements. A process killed in between would leave a half-migrated database that the engine
// rejects from then on, so everything runs in one transaction on the engine's only connection.

type Bindings = typeof import('@prisma/schema-engine-wasm');

export interface SchemaEngine {
  /** Applies those that are missing, and returns their names. */
  applyMigrations(directory: string, migrations: readonly Migration[]): Promise<string[]>;
  /** The script that makes the tables of a schema. */
  scriptOf(schema: string): Promise<string>;
  free(): void;
}

/** Prisma's schema engine. Free it after use. */
export async function openSchemaEngine(
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<SchemaEngine> {
  const { SchemaEngine: Engine } = await loadEngine();
  const silent = () => {};
  const engine = await Engine.new(
    { datamodels: undefined },
    silent,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  const filters = { externalTables: [], externalEnums: [] };
  return {
    async applyMigrations(baseDir, migrations) {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: {
          baseDir,
          lockfile: { path: 'migration_lock.toml', content: lockfileOf(factory.provider) },
          shadowDbInitScript: '',
          migrationDirectories: migrations.map(({ name, script }) => ({
            path: name,
            migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: script } },
          })),
        },
        filters,
      });
      return appliedMigrationNames;
    },
    async scriptOf(content) {
      const { stdout } = await engine.diff({
        from: { tag: 'empty' },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
        script: true,
        exitCode: null,
        filters,
      });
      return stdout ?? '';
    },
    free: () => engine.free(),
  };
}

function lockfileOf(provider: string): string {
  return `provider = "${provider === 'postgres' ? 'postgresql' : provider}"\n`;
}

/** The same connection, which the engine cannot dispose of: only the owner closes it. */
export function undisposed<Connection extends object>(connection: Connection): Connection {
  return new Proxy(connection, {
    get(target, property) {
      if (property === 'dispose') return async () => {};
      const value = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

let loaded: Bindings | null = null;

async function loadEngine(): Promise<Bindings> {
  if (loaded) return loaded;
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
  loaded = bindings as unknown as Bindings;
  return loaded;
}
