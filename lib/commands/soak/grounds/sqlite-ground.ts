import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { checkCatalog } from '@/lib/catalog/file/check-catalog';
import type { Ground, GroundCatalog } from './ground';

const FILES = ['', '-wal', '-shm'];

/** Catalogs in files below a folder. */
export function sqliteGround(folder: string): Ground {
  let made = 0;
  return {
    name: 'SQLite',
    async make(from) {
      const own = path.join(folder, `sqlite-${++made}`);
      mkdirSync(own, { recursive: true });
      const file = path.join(own, 'catalog.db');
      if (from) {
        for (const end of FILES) {
          if (existsSync(from.address + end)) copyFileSync(from.address + end, file + end);
        }
      }
      return catalogIn(own, file);
    },
    close: async () => {},
  };
}

function catalogIn(folder: string, file: string): GroundCatalog {
  return {
    address: file,
    url: `file:${file}`,
    async execute(sql) {
      const database = new Database(file);
      database.exec(sql);
      database.close();
    },
    settle: async () => {},
    // A sync that was killed before it made the tables leaves no file, or an empty one.
    damage: async () => (hasTables(file) ? checkCatalog(file).damage : []),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

function hasTables(file: string): boolean {
  if (!existsSync(file)) return false;
  const database = new Database(file, { readonly: true });
  try {
    return database.prepare('SELECT count(*) FROM sqlite_master').pluck().get() !== 0;
  } finally {
    database.close();
  }
}
