import { listMigrations, type Migration, POSTGRESQL_MIGRATIONS } from '../../file/migrations';
import { openSchemaEngine, undisposed } from '../../file/schema-engine';
import { isMigrated } from '../../file/schema-problem';
import { poolConfig } from './connection';
import { MIGRATION_LOCK } from './locks';
import { postgresqlProblem } from './problem';
import { readSchemaState } from './schema-state';

/**
 * Migrates a PostgreSQL database to the newest schema, while any other process that would waits. Returns the names
 * of the migrations that it applied. Throws a CatalogUnavailable if it is of a newer Watchfloor or of another program.
 */
export async function migratePostgresql(
  address: string,
  migrations: readonly Migration[] = listMigrations(POSTGRESQL_MIGRATIONS),
): Promise<readonly string[]> {
  try {
    if (isMigrated(await readSchemaState(address, migrations), 'postgresql')) return [];
    return await applyAll(address, migrations);
  } catch (error) {
    throw postgresqlProblem(error);
  }
}

async function applyAll(address: string, migrations: readonly Migration[]): Promise<string[]> {
  const { PrismaPg } = await import('@prisma/adapter-pg');
  // One connection, so that every statement is within the transaction.
  const factory = new PrismaPg(poolConfig(address, 1));
  const connection = await factory.connect();
  // After an error, the rest of the transaction fails too, and the engine reports that.
  let first: unknown = null;
  const run = connection.executeScript.bind(connection);
  connection.executeScript = (script) =>
    run(script).catch((error: unknown) => {
      first ??= error;
      throw error;
    });
  try {
    await connection.executeScript('BEGIN');
    await connection.executeScript(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK.join(', ')})`);
    const engine = await openSchemaEngine({
      provider: factory.provider,
      adapterName: factory.adapterName,
      connect: async () => undisposed(connection),
      connectToShadowDb: () => factory.connectToShadowDb(),
    });
    try {
      const applied = await engine.applyMigrations(POSTGRESQL_MIGRATIONS, migrations);
      await connection.executeScript('COMMIT');
      return applied;
    } finally {
      engine.free();
    }
  } catch (error) {
    throw first === null ? error : reasonOf(first);
  } finally {
    // Without a commit, ending the connection takes everything back.
    await connection.dispose();
  }
}

/** An error of Prisma's adapter in the server's own words. */
function reasonOf(error: unknown): unknown {
  const { cause } = error as { cause?: { originalMessage?: string } };
  return cause?.originalMessage ? new Error(cause.originalMessage, { cause: error }) : error;
}
