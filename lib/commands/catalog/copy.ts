import { hideSecrets } from '@/lib/address';
import { databaseAt, openDatabase } from '@/lib/catalog/database';
import { CatalogUnavailable } from '@/lib/catalog/file/problem';
import { Refusal } from '@/lib/catalog/file/refusal';
import { readEnvironment } from '@/lib/env';
import { EXIT, SyncFailure } from '@/lib/ingest/failure';
import { storeFor } from '@/lib/ingest/store';
import { copyTables, countRows, type TableContent } from '@/lib/ingest/write/copy-tables';
import { UsageError } from '../arguments';
import { EXIT as CATALOG, Locked, readArguments, type Subcommand } from './subcommand';

export const copy: Subcommand = {
  help: `  copy --to URL       copies the whole catalog into an empty one: file:FILE or postgresql://…, from SQLite to PostgreSQL,
                      back, or to another of the same kind; reads both again, and keeps the copy only if every
                      table has the same rows
`,
  async run(args) {
    const { to } = readArguments(args, { texts: ['to'] }).texts;
    if (to === undefined) throw new UsageError('Name the other database with --to');
    const [from, target] = [process.env, { ...process.env, DATABASE_URL: to }].map(
      (variables) => readEnvironment(variables).database,
    ) as [string, string];
    try {
      const tables = await copyCatalog(from, target, (line) => process.stderr.write(`${line}\n`));
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      process.stdout.write(
        `${hideSecrets(target)}: ${rows} rows in ${tables.length} tables, the same as in ${hideSecrets(from)}\n`,
      );
      return CATALOG.ok;
    } catch (error) {
      if (!(error instanceof SyncFailure)) throw error;
      if (error.exitCode === EXIT.locked) throw new Locked(error.message, error.next);
      throw new Refusal(error.message, error.next);
    }
  },
};

/** A large catalog takes minutes. */
const LIMIT_MS = 60 * 60_000;

/**
 * Copies a whole catalog into an empty one, from SQLite to PostgreSQL, back, or to another of the same kind, while no
 * sync of either can run. Reads both again, and keeps the copy only if every table has the same rows. The addresses
 * are paths of files or URLs of databases. Returns what each table holds.
 */
export async function copyCatalog(
  from: string,
  to: string,
  say: (line: string) => void,
): Promise<readonly TableContent[]> {
  if (from === to) throw refused('The catalog is to be copied to itself', 'Name another database.');
  const source = databaseAt(from);
  const problem = await source.inspect();
  if (problem) throw new CatalogUnavailable(problem);
  const target = storeFor(databaseAt(to));
  const locks = [await storeFor(source).lock(), await target.lock()];
  try {
    await target.database.migrate();
    const [catalog, copy] = [openDatabase(source), openDatabase(target.database)];
    try {
      if ((await countRows(copy)) > 0) {
        throw refused(
          `${hideSecrets(to)} is not empty`,
          'A copy replaces nothing. Name a file that does not exist, or an empty database.',
        );
      }
      return await copy.$transaction(
        (transaction) =>
          copyTables(catalog, transaction, target.writer, ({ table, rows, hash }) =>
            say(`${table}: ${rows} rows, ${hash.slice(0, 16)}`),
          ),
        { timeout: LIMIT_MS },
      );
    } finally {
      await Promise.all([catalog.$disconnect(), copy.$disconnect()]);
    }
  } finally {
    for (const lock of locks) await lock.release();
  }
}

function refused(what: string, next: string): SyncFailure {
  return new SyncFailure(what, next, EXIT.usage);
}
