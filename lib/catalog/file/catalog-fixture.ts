import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { migratedDatabase } from '../database/database-fixture';
import { migrateCatalog } from '../migrate';

// A catalog in a folder of its own, and the ways to damage it, for tests.

export interface CatalogFixture {
  readonly folder: string;
  readonly file: string;
  remove(): void;
}

/** A catalog in a file, for tests of the file. */
export async function makeCatalog(): Promise<CatalogFixture> {
  const folder = makeFolder();
  const file = path.join(folder, 'catalog.db');
  await migrateCatalog(file);
  return { folder, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface ServedFixture {
  /** As openCatalog takes it. */
  readonly address: string;
  /** As DATABASE_URL has it. */
  readonly url: string;
  remove(): Promise<void>;
}

/** A catalog in the kind of database that this run of the tests is about. */
export async function makeTestedCatalog(): Promise<ServedFixture> {
  const folder = makeFolder();
  const { address, url, remove } = await migratedDatabase(folder);
  return {
    address,
    url,
    async remove() {
      await remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'watchfloor-catalog-'));
}

/** Writes `text` over the bytes of a file from `position` on. */
export function overwrite(file: string, position: number, text: string | Buffer): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.from(text), 0, undefined, position);
  closeSync(handle);
}

/** Runs `task` as an account without privileges, since root may read and write everything. */
export function withoutPrivileges<Result>(task: () => Result): Result {
  if (process.getuid?.() !== 0) return task();
  process.seteuid?.(65534);
  try {
    return task();
  } finally {
    process.seteuid?.(0);
  }
}
