import process from 'node:process';
import { findPostgresql, startPostgresql } from '@/lib/tooling/temporary-postgresql';
import type { Ground } from './ground';
import { postgresqlGround } from './postgresql-ground';
import { sqliteGround } from './sqlite-ground';

/** SQLite, and PostgreSQL on the server at TEST_POSTGRES_URL or on a temporary one, if there is any. */
export async function openGrounds(folder: string): Promise<readonly Ground[]> {
  const sqlite = sqliteGround(folder);
  const given = process.env.TEST_POSTGRES_URL;
  if (given) return [sqlite, postgresqlGround(given, async () => {})];
  const binaries = findPostgresql();
  if (binaries === null) return [sqlite];
  const server = await startPostgresql(binaries);
  return [sqlite, postgresqlGround(server.url, server.stop)];
}
