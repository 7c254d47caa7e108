import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { listMigrations, POSTGRESQL_MIGRATIONS } from '../../file/migrations';
import { CatalogUnavailable } from '../../file/problem';
import { schemaProblem } from '../../file/schema-problem';
import { PrismaClient } from '../../generated/postgresql/client';
import { reportFailures } from '../../report-failures';
import type { Catalog } from '../catalog';
import { TRANSACTION_OPTIONS } from '../options';
import { AHEAD, type CatalogDatabase } from '../types';
import { isReadOnly, poolConfig } from './connection';
import { migratePostgresql } from './migrate';
import { postgresqlProblem } from './problem';
import { runningSync } from './running-sync';
import { readSchemaState } from './schema-state';
import { postgresqlOwnTexts, postgresqlTextSearch } from './text-search';
import { withPostgresqlRows } from './with-index-rows';

/** A catalog in a PostgreSQL database, which several instances may read while one of them syncs. */
export function postgresqlDatabase(address: string): CatalogDatabase {
  const schemaState = () => readSchemaState(address, listMigrations(POSTGRESQL_MIGRATIONS));
  return {
    kind: 'postgresql',
    address,
    open(onFailure) {
      const client = new PrismaClient({
        adapter: reportFailures(lazyAdapter(address), onFailure),
        transactionOptions: TRANSACTION_OPTIONS,
      });
      // Both clients are made from one schema. PostgreSQL's has more ways to ask, which nobody uses.
      return client as unknown as Catalog;
    },
    migrate: () => migratePostgresql(address),
    async inspect() {
      try {
        return schemaProblem(await schemaState(), 'postgresql');
      } catch (error) {
        const problem = postgresqlProblem(error);
        if (problem instanceof CatalogUnavailable) return problem.problem;
        throw error;
      }
    },
    async whyReadOnly() {
      if (await isReadOnly(address)) return 'the database is a replica or read-only';
      return (await schemaState()).kind === 'ahead' ? AHEAD : null;
    },
    runningSync: () => runningSync(address),
    withIndexRows: (use) => withPostgresqlRows(address, use),
    search: postgresqlTextSearch,
    ownTexts: postgresqlOwnTexts,
  };
}

/** Prisma's adapter, which is loaded with the first connection. */
function lazyAdapter(address: string): SqlDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    async connect() {
      const { PrismaPg } = await import('@prisma/adapter-pg');
      return new PrismaPg(poolConfig(address)).connect();
    },
  };
}
