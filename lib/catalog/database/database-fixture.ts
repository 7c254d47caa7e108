import { randomBytes } from 'node:crypto';
import path from 'node:path';
import process from 'node:process';
import type { PGlite } from '@electric-sql/pglite';
import { databaseAt } from '.';

// Empty databases for tests. TEST_DATABASE says of which kind, for the tests of the data layer that run on both
// (vitest.config.ts). PostgreSQL is the server at TEST_POSTGRES_URL, which lib/tooling/test-postgresql.ts starts
// where Debian's package is installed; without a server it is PGlite, PostgreSQL in WebAssembly, in this process.

export type TestKind = 'sqlite' | 'postgresql';

export interface TestDatabase {
  /** The path of a file in the folder, or a URL. */
  readonly address: string;
  /** As DATABASE_URL has it. */
  readonly url: string;
  remove(): Promise<void>;
}

/** The kind of database that this run of the tests is about. */
export const TESTED: TestKind =
  process.env.TEST_DATABASE === 'postgresql' ? 'postgresql' : 'sqlite';

/** Whether several connections at once see one another as they do on a server. */
export const HAS_SERVER = process.env.TEST_POSTGRES_URL !== undefined;

/** An empty database. One of SQLite is in `folder`, which the caller removes. */
export async function emptyDatabase(
  folder: string,
  kind: TestKind = TESTED,
): Promise<TestDatabase> {
  if (kind === 'sqlite') {
    const address = path.join(folder, 'catalog.db');
    return { address, url: `file:${address}`, remove: async () => {} };
  }
  const server = process.env.TEST_POSTGRES_URL;
  return server === undefined ? databaseOfPglite() : databaseOnServer(server);
}

/** A database with the tables of a catalog. */
export async function migratedDatabase(
  folder: string,
  kind: TestKind = TESTED,
): Promise<TestDatabase> {
  const database = await emptyDatabase(folder, kind);
  await databaseAt(database.address).migrate();
  return database;
}

async function databaseOnServer(server: string): Promise<TestDatabase> {
  const name = `watchfloor_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return {
    address: address.href,
    url: address.href,
    remove: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function onServer(server: string, sql: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql);
  await client.end();
}

interface Instance {
  readonly db: PGlite;
  readonly address: string;
}

/** Instances that no test uses now: starting one takes seconds, emptying it little. */
const idle: Instance[] = [];

async function databaseOfPglite(): Promise<TestDatabase> {
  const instance = idle.pop() ?? (await startPglite());
  return {
    address: instance.address,
    url: instance.address,
    async remove() {
      await instance.db.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
      idle.push(instance);
    },
  };
}

async function startPglite(): Promise<Instance> {
  const { PGlite } = await import('@electric-sql/pglite');
  const { pg_trgm } = await import('@electric-sql/pglite/contrib/pg_trgm');
  const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket');
  const db = await PGlite.create({ extensions: { pg_trgm } });
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 50 });
  await server.start();
  return {
    db,
    address: `postgresql://postgres@${server.getServerConn()}/postgres?sslmode=disable`,
  };
}
