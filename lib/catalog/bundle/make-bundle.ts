import { createHash, type KeyObject } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import Database from 'better-sqlite3';
import { removeCatalogFile, sync } from '../file/back-up';
import { inspectCatalog } from '../file/inspect-catalog';
import { copyPages, openToRead } from '../file/open-to-read';
import { makePrivate } from '../file/private-files';
import { CatalogUnavailable } from '../file/problem';
import { Refusal } from '../file/refusal';
import { BUNDLED } from './bundled-tables';
import { type Manifest, schemaHash, signLine } from './manifest';

interface MakeOptions {
  /** Signs it; null: nobody does. */
  readonly key: KeyObject | null;
  readonly version: string;
  readonly now: Date;
}

/**
 * Writes what a sync made of its sources (rules, ATT&CK, translations, evidence and their history) into one file that
 * another machine loads. What belongs to this installation alone is left out, and not even deleted rows of it are in
 * the file. Works while a sync writes. Throws a Refusal if `to` exists.
 */
export async function makeBundle(
  file: string,
  to: string,
  { key, version, now }: MakeOptions,
): Promise<Manifest> {
  if (existsSync(to)) {
    throw new Refusal(`${to} exists`, 'Name a file that does not exist yet, or delete that one.');
  }
  const problem = inspectCatalog(file);
  if (problem) throw new CatalogUnavailable(problem);
  const copy = `${to}.catalog-${process.pid}`;
  const partial = `${to}.partial-${process.pid}`;
  makePrivate(copy);
  try {
    const { rules, attackVersion } = await copyShared(file, copy);
    const manifest: Manifest = {
      format: 'watchfloor-bundle',
      formatVersion: 1,
      version,
      schema: schemaHash(),
      madeAt: now.toISOString(),
      rules,
      attackVersion,
      bytes: statSync(copy).size,
      sha256: await hashOf(copy),
    };
    const line = JSON.stringify(manifest);
    const output = createWriteStream(partial, { mode: 0o600 });
    output.write(`${line}\n${signLine(line, key)}\n`);
    await pipeline(createReadStream(copy), createGzip(), output);
    sync(partial);
    renameSync(partial, to);
    return manifest;
  } finally {
    removeCatalogFile(copy);
    rmSync(partial, { force: true });
  }
}

async function copyShared(from: string, to: string) {
  const source = openToRead(from);
  try {
    source.exec('BEGIN');
    const last = source
      .prepare(
        `SELECT "outcome", "attackVersion" FROM "SyncRun"
         WHERE "outcome" IN ('completed', 'pending') ORDER BY "id" DESC LIMIT 1`,
      )
      .get() as { outcome: string; attackVersion: string | null } | undefined;
    if (last?.outcome !== 'completed') {
      throw new Refusal(
        last ? 'The checks of the last sync are still to be made' : 'The catalog has no rules yet',
        'Run npm run ingest, then make the bundle.',
      );
    }
    await copyPages(source, to);
    return { rules: leaveShared(to), attackVersion: last.attackVersion };
  } finally {
    source.close();
  }
}

/** Empties the tables that are this installation's. Returns how many rules there are. */
function leaveShared(file: string): number {
  const database = new Database(file, { fileMustExist: true });
  try {
    database.pragma('journal_mode = DELETE');
    database.pragma('foreign_keys = OFF');
    const shared: readonly string[] = [...BUNDLED, '_prisma_migrations'];
    const tables = database
      .prepare(`SELECT "name" FROM "sqlite_master" WHERE "type" = 'table' AND "rootpage" > 0`)
      .pluck()
      .all() as string[];
    for (const name of tables) {
      if (!shared.includes(name) && !name.startsWith('sqlite_')) {
        database.exec(`DELETE FROM "${name}"`);
      }
    }
    database.exec('VACUUM');
    return database.prepare('SELECT count(*) FROM "Rule"').pluck().get() as number;
  } finally {
    database.close();
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
