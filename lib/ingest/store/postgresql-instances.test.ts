import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { databaseAt } from '@/lib/catalog/database';
import { HAS_SERVER } from '@/lib/catalog/database/database-fixture';
import { ask, connect } from '@/lib/catalog/database/postgresql/connection';
import { getRuleIndex } from '@/lib/catalog/get-rule-index';
import { catalogProblem } from '@/lib/catalog/watch-catalog';
import { serverState } from '@/lib/tooling/pages/server-state.mjs';
import { EXIT, SyncFailure } from '../failure';
import { type Fixture, ID, makeFixture, plainRule } from '../sync-fixture';
import { takeAdvisoryLock } from './advisory-lock';

// Several instances with one catalog. PGlite has one connection, which all share: what is about locks and connections
// needs a server.

let fixture: Fixture;
beforeEach(async () => {
  fixture = makeFixture();
  fixture.put('rules/a.yml', plainRule(ID.a));
  await fixture.sync();
  vi.stubEnv('DATABASE_URL', fixture.url);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fixture.remove();
});

/** Runs a statement over a connection of its own. */
async function run(sql: string, parameters: readonly unknown[] = []): Promise<void> {
  const client = await connect(fixture.address);
  await client.query(sql, [...parameters]);
  await client.end();
}

const endOthers = () =>
  run(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`,
  );

/** Whether a sync waits to write a rule. */
async function isWaiting(): Promise<boolean> {
  const rows = await ask(
    fixture.address,
    `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = '"Rule"'::regclass`,
  );
  return rows.length > 0;
}

describe('an instance that does not sync', () => {
  it('sees the sync of another one within five seconds, in its index and in its pages', async () => {
    const state = serverState(fixture.address, fixture.folder);
    expect((await getRuleIndex()).rules.map(({ id }) => id)).toEqual([ID.a]);
    await expect.poll(() => state.version(), { timeout: 60_000 }).not.toBeNull();
    const before = state.version();
    expect(state.addresses()).toContain(`/rules/${ID.a}`);
    fixture.put('rules/b.yml', plainRule(ID.b));
    await fixture.sync();
    await expect.poll(() => state.version(), { timeout: 60_000 }).not.toBe(before);
    expect(state.addresses()).toContain(`/rules/${ID.b}`);
    expect((await getRuleIndex()).rules).toHaveLength(2);
    await state.close();
  });

  it('says what is wrong while the schema is of another version, and serves when it is not', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await catalogProblem()).toBeNull();
    await run(`INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at")
      VALUES ('x', '', '29990101000000_later', now())`);
    await expect.poll(catalogProblem, { timeout: 60_000 }).toMatchObject({ kind: 'newer' });
    await run(`DELETE FROM "_prisma_migrations" WHERE "id" = 'x'`);
    expect(await catalogProblem()).toBeNull();
    vi.restoreAllMocks();
  });
});

describe.runIf(HAS_SERVER)('a server', () => {
  it('lets one sync run at a time, and names it to whoever comes second', async () => {
    const lock = await takeAdvisoryLock(fixture.address);
    await expect
      .poll(() => databaseAt(fixture.address).runningSync())
      .toMatchObject({ pid: process.pid, phase: 'start' });
    await expect(fixture.sync()).rejects.toMatchObject({
      exitCode: EXIT.locked,
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await lock.release();
    expect(await databaseAt(fixture.address).runningSync()).toBeNull();
    expect(await fixture.sync()).toMatchObject({ outcome: 'unchanged' });
  });

  it('frees the lock of a process that is killed', async () => {
    const script = `import('./lib/ingest/store/advisory-lock.ts').then(async ({ takeAdvisoryLock }) => {
      await takeAdvisoryLock(${JSON.stringify(fixture.address)});
      process.stdout.write('taken');
    })`;
    const holder = spawn(process.execPath, ['--import', 'tsx', '-e', script]);
    await once(holder.stdout, 'data');
    await expect(takeAdvisoryLock(fixture.address)).rejects.toMatchObject({
      exitCode: EXIT.locked,
    });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const taken = await vi.waitFor(() => takeAdvisoryLock(fixture.address), 60_000);
    await taken.release();
  });

  it('ends a sync that loses the connection with its lock, and keeps the catalog', async () => {
    fixture.put('rules/b.yml', plainRule(ID.b));
    const other = await connect(fixture.address);
    await other.query('BEGIN; LOCK TABLE "Rule" IN EXCLUSIVE MODE');
    const ended = fixture.sync().catch((error: unknown) => error);
    await expect.poll(isWaiting, { timeout: 60_000 }).toBe(true);
    await endOthers();
    await other.query('COMMIT');
    await other.end();
    const failure = await ended;
    expect(failure).toBeInstanceOf(SyncFailure);
    expect((failure as SyncFailure).message).toMatch(/lock of the sync was lost/);
    expect(await fixture.read((catalog) => catalog.rule.count())).toBe(1);
    expect(await fixture.sync()).toMatchObject({ changes: { new: 1 } });
  });

  it('takes over from a sync without progress for ten minutes', async () => {
    const lock = await takeAdvisoryLock(fixture.address);
    await expect.poll(() => databaseAt(fixture.address).runningSync()).not.toBeNull();
    const long = new Date(Date.now() - 11 * 60_000).toISOString();
    await run(
      `UPDATE "SyncHolder" SET "holder" = jsonb_set("holder"::jsonb, '{progressAt}', to_jsonb($1::text))::text`,
      [long],
    );
    const second = await takeAdvisoryLock(fixture.address);
    await expect.poll(() => lock.lost?.aborted).toBe(true);
    await second.release();
  });

  it('lets one of two instances that start at once migrate, and the other find it done', async () => {
    await run('DROP SCHEMA public CASCADE');
    await run('CREATE SCHEMA public');
    const script = `import('./lib/catalog/database/postgresql/migrate.ts').then(async ({ migratePostgresql }) =>
      process.stdout.write((await migratePostgresql(${JSON.stringify(fixture.address)})).join('\\n') + '\\n'))`;
    const start = () => promisify(execFile)(process.execPath, ['--import', 'tsx', '-e', script]);
    const applied = (await Promise.all([start(), start()])).map(({ stdout }) => stdout.trim());
    expect(applied.filter((names) => names !== '')).toHaveLength(1);
  });
});

describe.runIf(HAS_SERVER)('a database that may only be read', () => {
  it('is served, and a sync says that it cannot be written', async () => {
    const name = new URL(fixture.address).pathname.slice(1);
    await run(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    const address = `${fixture.address}?application_name=replica`;
    const database = databaseAt(address);
    expect(await database.inspect()).toBeNull();
    expect(await database.whyReadOnly()).toMatch(/read-only/);
    vi.stubEnv('DATABASE_URL', address);
    expect((await getRuleIndex()).rules).toHaveLength(1);
    await expect(fixture.sync({ database: address })).rejects.toMatchObject({
      exitCode: EXIT.store,
      message: expect.stringMatching(/replica or read-only/),
    });
  });
});
