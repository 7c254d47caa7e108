/**
 * Chooses new dictionaries for packing (`content/dictionaries`) from a catalog:
 *
 *     npx tsx lib/tooling/build-dictionaries.ts CATALOG.db
 *
 * The catalog is one of the starter rules, which are this project's own: no text of anybody else gets into
 * a dictionary. List the new files in lib/catalog/stored/pack.ts, after those that are there.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import Database from 'better-sqlite3';
import { DICTIONARY_KINDS, type DictionaryKind, unpack } from '@/lib/catalog/stored/pack';
import { CONTENT } from '@/lib/content';
import { chooseDictionary } from './choose-dictionary';

/** Where the packed texts of each kind are. */
const COLUMNS: Readonly<Record<DictionaryKind, string>> = {
  rule: 'SELECT "raw" FROM "Rule" ORDER BY "id"',
  document: 'SELECT "document" FROM "Rule" ORDER BY "id"',
  query: 'SELECT "kql" FROM "Translation" WHERE "kql" NOTNULL ORDER BY "ruleId", "target"',
  translation: 'SELECT "detail" FROM "Translation" ORDER BY "ruleId", "target"',
  evidence: 'SELECT "results" FROM "Evidence" ORDER BY "ruleId"',
  enrichment: 'SELECT "detail" FROM "Enrichment" ORDER BY "ruleId"',
};

/** zlib looks back no further. */
const MAX_BYTES = 32 * 1024;

function main([file]: readonly string[]): void {
  if (file === undefined) throw new Error('Name a catalog: build-dictionaries.ts CATALOG.db');
  const folder = join(CONTENT, 'dictionaries');
  const present = readdirSync(folder);
  const database = new Database(file, { readonly: true, fileMustExist: true });
  for (const kind of DICTIONARY_KINDS) {
    const rows = database.prepare(COLUMNS[kind]).pluck().all() as Buffer[];
    const text = chooseDictionary(rows.map(unpack), MAX_BYTES);
    const number = present.filter((name) => name.startsWith(`${kind}-`)).length + 1;
    const name = `${kind}-${number}.txt`;
    writeFileSync(join(folder, name), endOf(text));
    process.stdout.write(`${name}\n`);
  }
  database.close();
}

/** The end of a text, which begins at a whole character. */
function endOf(text: string): string {
  const bytes = Buffer.from(text).subarray(-MAX_BYTES);
  let start = 0;
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return bytes.toString('utf8', start);
}

main(process.argv.slice(2));
