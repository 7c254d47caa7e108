import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { unpack } from '../stored/pack';
import { inspectCatalog } from './inspect-catalog';
import { openToRead } from './open-to-read';
import { CatalogUnavailable, problemKindOf } from './problem';
import { brokenTables, isSealed } from './seal';

/** Pages of damage that are told one by one. */
const MAX_TOLD = 5;

/** Columns whose values carry a checksum of their own. */
export const PACKED: readonly (readonly [table: string, column: string])[] = [
  ['Rule', 'raw'],
  ['Rule', 'document'],
  ['RuleVersion', 'raw'],
  ['Translation', 'kql'],
  ['Translation', 'detail'],
  ['Evidence', 'results'],
  ['Enrichment', 'detail'],
  ['Technique', 'detail'],
  ['Cache', 'value'],
];

export interface CheckedCatalog {
  /** What is wrong, a sentence each without its full stop. None if all is well. */
  readonly damage: readonly string[];
  /** A backup was compared letter by letter with what it was made of. */
  readonly isBackup: boolean;
  readonly rules: number;
  readonly packedValues: number;
}

/**
 * Reads the whole file of a catalog or of a backup, and says what is damaged: the file cut off, its structure, values
 * that do not unpack to what was packed, and in a backup any row that is not as it was. Only reads. Throws a
 * CatalogUnavailable for one that it cannot read, of which nobody can say whether it is damaged.
 */
export function checkCatalog(file: string): CheckedCatalog {
  try {
    const unusable = inspectCatalog(file);
    if (unusable?.kind === 'unreadable') throw new CatalogUnavailable(unusable);
    if (unusable && unusable.kind !== 'older') {
      const cut = unusable.kind === 'damaged' ? missingEnd(file) : null;
      return { ...NOTHING, damage: [cut ?? unusable.what] };
    }
    const database = openToRead(file);
    try {
      return read(database, file);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { ...NOTHING, damage: [missingEnd(file) ?? `The file is damaged: ${error.message}`] };
  }
}

/** What the file can be read for, and still is not as SQLite or this program wrote it: a bit may also break the text of a schema. */
function isDamage(error: unknown): error is Error {
  if (problemKindOf(error) === 'damaged') return true;
  return error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR';
}

const NOTHING = { isBackup: false, rules: 0, packedValues: 0 } as const;

function read(database: Database.Database, file: string): CheckedCatalog {
  // All that is read is of one moment, also while a sync writes.
  database.exec('BEGIN');
  const structure = (
    database.pragma(`integrity_check(${MAX_TOLD})`) as { integrity_check: string }[]
  )
    .flatMap(({ integrity_check: line }) => line.split('\n'))
    .filter((line) => line !== 'ok');
  if (structure.length > 0) {
    const cut = missingEnd(file);
    const lines = structure.map((line) => `Its structure is damaged: ${line}`);
    return { ...NOTHING, damage: cut ? [cut, ...lines] : lines };
  }
  const lost = database.pragma('foreign_key_check') as { table: string; parent: string }[];
  const packed = unreadable(database);
  const isBackup = isSealed(database);
  const changed = isBackup ? brokenTables(database) : [];
  return {
    damage: [
      ...tally(lost.map(({ table, parent }) => `rows of ${table} belong to no row of ${parent}`)),
      ...packed.damage,
      ...changed.map((table) => `The table ${table} is not as it was when the backup was made`),
    ],
    isBackup,
    rules: database.prepare('SELECT count(*) FROM "Rule"').pluck().get() as number,
    packedValues: packed.count,
  };
}

function unreadable(database: Database.Database): { count: number; damage: string[] } {
  let count = 0;
  const damage: string[] = [];
  for (const [table, column] of PACKED) {
    const columns = database.pragma(`table_info("${table}")`) as { name: string; pk: number }[];
    // A catalog of an older version may not have it yet.
    if (!columns.some(({ name }) => name === column)) continue;
    const key = columns.filter(({ pk }) => pk > 0).map(({ name }) => `"${name}"`);
    const rows = database
      .prepare(
        `SELECT "${column}", ${key.join(` || ' ' || `)} FROM "${table}" WHERE typeof("${column}") = 'blob'`,
      )
      .raw();
    for (const [value, name] of rows.iterate() as Iterable<[Buffer, string | number]>) {
      count++;
      try {
        unpack(value);
      } catch (error) {
        damage.push(`${table}.${column} of ${name} is damaged: ${(error as Error).message}`);
      }
    }
  }
  return { count, damage: damage.length > MAX_TOLD ? shortened(damage) : damage };
}

function shortened(lines: readonly string[]): string[] {
  return [...lines.slice(0, MAX_TOLD), `${lines.length - MAX_TOLD} more values are damaged`];
}

function tally(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => `${count} ${line}`);
}

const PAGE_SIZE_AT = 16;
const PAGE_COUNT_AT = 28;
const HEADER_BYTES = 100;

/** What is missing at the end of a file by its own header; null if nothing is, or if it has no header of SQLite. */
function missingEnd(file: string): string | null {
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const { size } = fstatSync(handle);
    if (readSync(handle, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return null;
    if (header.toString('latin1', 0, 15) !== 'SQLite format 3') return null;
    const pageSize = header.readUInt16BE(PAGE_SIZE_AT);
    const expected = (pageSize === 1 ? 65_536 : pageSize) * header.readUInt32BE(PAGE_COUNT_AT);
    if (size >= expected) return null;
    return `The file is cut off: it has ${size} of ${expected} bytes`;
  } finally {
    closeSync(handle);
  }
}
