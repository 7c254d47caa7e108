import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCHEMA, SECOND_SCHEMA, secondSchema } from '@/lib/tooling/second-schema.mjs';
import { listMigrations, POSTGRESQL_MIGRATIONS } from '../../file/migrations';
import { CatalogUnavailable } from '../../file/problem';
import { openSchemaEngine } from '../../file/schema-engine';
import { databaseAt, openDatabase } from '..';
import { emptyDatabase, type TestDatabase } from '../database-fixture';
import { ask, poolConfig } from './connection';
import { migratePostgresql } from './migrate';

const MIGRATIONS = listMigrations(POSTGRESQL_MIGRATIONS);
const NAMES = MIGRATIONS.map(({ name }) => name);
const LATER = { name: '29990101000000_later', script: 'CREATE TABLE "Later" ("id" INTEGER);' };

let database: TestDatabase;
let address: string;
beforeEach(async () => {
  database = await emptyDatabase('', 'postgresql');
  address = database.address;
});
afterEach(() => database.remove());

const tables = async () => {
  const rows = await ask<{ name: string }>(
    address,
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
  );
  return rows.map(({ name }) => name);
};

describe('migratePostgresql', () => {
  it('makes a catalog that the client can read, and then applies nothing', async () => {
    expect(await databaseAt(address).inspect()).toMatchObject({ kind: 'missing' });
    expect(await migratePostgresql(address)).toEqual(NAMES);
    const catalog = openDatabase(databaseAt(address));
    expect(await catalog.rule.count()).toBe(0);
    await catalog.$disconnect();
    expect(await migratePostgresql(address)).toEqual([]);
    expect(await databaseAt(address).inspect()).toBeNull();
  });

  it('leaves the database as it was if a migration fails, and can be tried again', async () => {
    const bad = {
      name: '29990101000000_bad',
      script: 'CREATE TABLE "Half" ("id" INTEGER); CREATE TABLE "Rule" ("id" INTEGER);',
    };
    await expect(migratePostgresql(address, [...MIGRATIONS, bad])).rejects.toThrow(/Rule/);
    expect(await tables()).toEqual([]);
    expect(await migratePostgresql(address)).toEqual(NAMES);
  });

  it('refuses a database of another program', async () => {
    await ask(address, 'CREATE TABLE "Other" ("id" INTEGER)');
    await expect(migratePostgresql(address)).rejects.toThrow(/another program/);
    expect(await databaseAt(address).inspect()).toMatchObject({ kind: 'foreign' });
  });
});

describe('an instance of another version', () => {
  it('says of a schema that is behind what to do', async () => {
    await migratePostgresql(address, MIGRATIONS.slice(0, 1));
    expect(await databaseAt(address).inspect()).toMatchObject({ kind: 'older' });
    expect(await migratePostgresql(address)).toEqual(NAMES.slice(1));
  });

  it('says of a schema that is ahead what to do, and does not write', async () => {
    await migratePostgresql(address, [...MIGRATIONS, LATER]);
    const problem = await databaseAt(address).inspect();
    expect(problem).toMatchObject({ kind: 'newer', next: expect.stringMatching(/Update this/) });
    await expect(migratePostgresql(address)).rejects.toThrow(CatalogUnavailable);
  });

  it('reads on, and does not write, where only an addition is ahead', async () => {
    const addition = { ...LATER, name: '29990101000000_later_addition' };
    await migratePostgresql(address, [...MIGRATIONS, addition]);
    expect(await databaseAt(address).inspect()).toBeNull();
    expect(await databaseAt(address).whyReadOnly()).toMatch(/newer/);
    await expect(migratePostgresql(address)).rejects.toThrow(/29990101000000_later_addition/);
  });
});

/** What Prisma knows of: tables with their columns, keys and indexes. */
async function structure(): Promise<unknown> {
  const own = ['RuleSearch', 'SyncHolder', '_prisma_migrations'];
  return {
    columns: await ask(
      address,
      `SELECT table_name, column_name, data_type, is_nullable, column_default, datetime_precision
       FROM information_schema.columns
       WHERE table_schema = current_schema() AND table_name <> ALL($1) ORDER BY 1, 2`,
      [own],
    ),
    indexes: await ask(
      address,
      `SELECT indexdef FROM pg_indexes
       WHERE schemaname = current_schema() AND tablename <> ALL($1) ORDER BY 1`,
      [own],
    ),
    keys: await ask(
      address,
      `SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
       WHERE connamespace = current_schema()::regnamespace AND conrelid::regclass::text <> ALL($1)
       ORDER BY 1`,
      [own.flatMap((name) => [name, `"${name}"`])],
    ),
  };
}

describe('the second schema', () => {
  it('is the first with another provider: run npm run generate', () => {
    expect(readFileSync(SECOND_SCHEMA, 'utf8')).toBe(secondSchema(readFileSync(SCHEMA, 'utf8')));
  });

  it('describes the tables that the migrations make', async () => {
    await migratePostgresql(address);
    const migrated = await structure();
    await database.remove();
    database = await emptyDatabase('', 'postgresql');
    address = database.address;
    const { PrismaPg } = await import('@prisma/adapter-pg');
    const engine = await openSchemaEngine(new PrismaPg(poolConfig(address, 1)));
    const script = await engine.scriptOf(readFileSync(SECOND_SCHEMA, 'utf8'));
    engine.free();
    for (const statement of script.split(/;\n/).filter((each) => each.trim())) {
      await ask(address, statement);
    }
    expect(migrated).toEqual(await structure());
  });
});
