import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { catalogState } from './catalog-state.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'state-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function make(file: string, rule: string) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.exec(`
    CREATE TABLE "SyncRun" ("id" INTEGER, "outcome" TEXT);
    CREATE TABLE "ModelText" ("writtenAt" TEXT);
    CREATE TABLE "Rule" ("id" TEXT, "inFeed" INTEGER, "changedAt" TEXT);
    CREATE TABLE "RuleTechnique" ("techniqueId" TEXT);
    INSERT INTO "SyncRun" VALUES (1, 'completed');
    INSERT INTO "Rule" VALUES ('${rule}', 1, '2026-01-01'), ('hidden', 0, '2026-01-01');
    INSERT INTO "RuleTechnique" VALUES ('T1059'), ('T1059');
  `);
  return database;
}

it('changes with syncs, texts, reviews and the file, and with nothing else', () => {
  const file = path.join(folder, 'catalog.db');
  const { version, addresses } = catalogState(file, folder);
  expect(version()).toBeNull();
  const database = make(file, 'a');
  const seen = new Set([version()]);
  const isNew = () => seen.size < seen.add(version()).size;
  expect(addresses()).toEqual(['/techniques/T1059', '/rules/a']);
  expect(isNew()).toBe(false);

  database.exec(`UPDATE "Rule" SET "changedAt" = '2026-02-02'`);
  expect(isNew()).toBe(false);
  database.pragma('wal_checkpoint(TRUNCATE)');
  expect(isNew()).toBe(false);
  database.exec(`INSERT INTO "SyncRun" VALUES (2, 'pending')`);
  expect(isNew()).toBe(true);
  database.exec(`UPDATE "SyncRun" SET "outcome" = 'completed' WHERE "id" = 2`);
  expect(isNew()).toBe(true);
  database.exec(`INSERT INTO "ModelText" VALUES ('2026-01-01')`);
  expect(isNew()).toBe(true);
  writeFileSync(path.join(folder, 'review.yml'), '');
  expect(isNew()).toBe(true);
  database.close();

  make(path.join(folder, 'other.db'), 'b').close();
  renameSync(path.join(folder, 'other.db'), file);
  expect(isNew()).toBe(true);
  expect(addresses()).toContain('/rules/b');
  rmSync(file);
  expect(version()).toBeNull();
});
