import { createHash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { indexedWords } from '@/lib/catalog/stored/joints';
import { type DictionaryKind, pack, unpack } from '@/lib/catalog/stored/pack';

/** How a column of a copied row differs from the original's, in SQL. All others are the same. */
const DIFFERENT: ReadonlyMap<string, string> = new Map([
  ['Rule.id', 'copied."new"'],
  ['ruleId', 'copied."new"'],
  ['title', `{} || ' (variant ' || copied."copy" || ')'`],
  ['Rule.path', `replace({}, '.yml', '-' || copied."copy" || '.yml')`],
  ['logicHash', `{} || '-' || copied."copy"`],
  ['Cache.key', `{} || '-' || copied."copy"`],
  ['raw', 'copy_text({}, copied."old", copied."new", copied."copy", \'rule\')'],
  ['kql', 'copy_text({}, copied."old", copied."new", copied."copy", \'query\')'],
]);

/** Fills the indexes of the search, which hold no texts that could be copied. */
const SEARCH = [
  `CREATE TEMP TABLE searched AS
     SELECT r."id", r."title", r."description", unpack_text(r."raw") AS "raw",
       coalesce((SELECT group_concat(unpack_text(t."kql"), char(10) ORDER BY t."target")
         FROM main."Translation" t WHERE t."ruleId" = r."id"), '') AS "kql",
       coalesce(e."hypothesis", '') AS "hypothesis"
     FROM copied JOIN main."Rule" r ON r."id" = copied."new"
     LEFT JOIN main."Enrichment" e ON e."ruleId" = r."id" WHERE r."removedAt" IS NULL`,
  `INSERT INTO main."RuleSearch" ("ruleId", "title", "description", "raw", "kql", "hypothesis")
     SELECT "id", "title", "description", "raw", "kql", "hypothesis" FROM searched ORDER BY "id"`,
  `INSERT INTO main."RuleWord" ("ruleId", "text")
     SELECT "id", indexed_words("raw", "kql") FROM searched ORDER BY "id"`,
  'DROP TABLE searched',
];

/**
 * Writes a catalog with exactly `count` rules to `file`: those of the catalog `from`, which nobody may be
 * writing, and copies of them with ids, titles and programs of their own. What only a rule's own page shows
 * of a query is copied as it is. Reports how many rules there are after each round.
 */
export function multiplyRules(
  from: string,
  file: string,
  count: number,
  onRules: (rules: number) => void = () => {},
): void {
  checkpoint(from);
  copyFileSync(from, file);
  const database = new Database(file);
  try {
    // The file can be made again, so nothing protects it from a crash.
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    database.pragma('foreign_keys = OFF');
    database.prepare('ATTACH ? AS original').run(from);
    defineFunctions(database);
    const statements = copyStatements(database);
    const original = database.prepare('SELECT count(*) FROM "Rule"').pluck().get() as number;
    for (let rules = original, copy = 1; original > 0 && rules < count; copy++) {
      const more = Math.min(original, count - rules);
      copyOnce(database, statements, copy, more);
      rules += more;
      onRules(rules);
    }
    database.exec('DETACH original');
    database.pragma('journal_mode = WAL');
  } finally {
    database.close();
  }
}

function defineFunctions(database: Database.Database): void {
  const define = (name: string, task: (...values: never[]) => unknown) =>
    database.function(name, { deterministic: true }, task as (...values: unknown[]) => unknown);
  define('copy_id', copyId);
  define('indexed_words', indexedWords);
  define('unpack_text', (bytes: Buffer | null) => bytes && unpack(bytes));
  define('copy_text', copyText);
}

/** A packed text of a rule as a copy has it, with an id and programs of its own. */
function copyText(
  bytes: Buffer | null,
  id: string,
  newId: string,
  copy: number,
  kind: DictionaryKind,
): Buffer | null {
  if (bytes === null) return null;
  const text = unpack(bytes).replaceAll(id, newId).replaceAll('.exe', `-${copy}.exe`);
  return Buffer.from(pack(text, kind));
}

function checkpoint(file: string): void {
  const database = new Database(file);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

/** The id of a rule's copy: a UUID that is always the same. */
function copyId(id: string, copy: number): string {
  const hex = createHash('sha256').update(`${id} ${copy}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function copyOnce(
  database: Database.Database,
  statements: readonly string[],
  copy: number,
  rules: number,
): void {
  database.exec('CREATE TEMP TABLE copied ("old" TEXT PRIMARY KEY, "new" TEXT, "copy" INTEGER)');
  database
    .prepare(
      `INSERT INTO copied SELECT "id", copy_id("id", :copy), :copy FROM original."Rule" ORDER BY "id" LIMIT :rules`,
    )
    .run({ copy, rules });
  for (const statement of statements) database.exec(statement);
  database.exec('DROP TABLE copied');
}

/**
 * A statement for each table whose rows are about a rule, rules first, and for the results kept by content;
 * then those that make the copies found.
 */
function copyStatements(database: Database.Database): string[] {
  const tables = database
    .prepare(`SELECT "name" FROM pragma_table_list WHERE "schema" = 'main' AND "type" = 'table'`)
    .pluck()
    .all() as string[];
  const aboutRules = tables.filter(
    (table) => table !== 'Rule' && columnsOf(database, table).some(({ name }) => name === 'ruleId'),
  );
  return [
    copyStatement(database, 'Rule', 'copied ON copied."old" = source."id"'),
    ...aboutRules.map((table) =>
      copyStatement(database, table, 'copied ON copied."old" = source."ruleId"'),
    ),
    ...(tables.includes('Cache') ? [copyStatement(database, 'Cache', WHOLE)] : []),
    ...SEARCH,
  ];
}

/** Joins every row with the copy's number. */
const WHOLE = '(SELECT "copy" FROM copied LIMIT 1) AS copied';

function copyStatement(database: Database.Database, table: string, join: string): string {
  // A number that is the only key is the row's own, and SQLite gives the copy its own.
  const all = columnsOf(database, table);
  const isOnlyKey = all.filter(({ key }) => key > 0).length === 1;
  const columns = all.filter(({ type, key }) => type !== 'INTEGER' || !(key && isOnlyKey));
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const values = columns.map(({ name }) => copiedValue(table, name)).join(', ');
  return `INSERT INTO main."${table}" (${names}) SELECT ${values} FROM original."${table}" AS source CROSS JOIN ${join}`;
}

function copiedValue(table: string, column: string): string {
  const own = `source."${column}"`;
  const different = DIFFERENT.get(`${table}.${column}`) ?? DIFFERENT.get(column);
  if (different === undefined) return own;
  return different.replace('{}', own);
}

function columnsOf(database: Database.Database, table: string) {
  return database
    .prepare(`SELECT "name", "type", "pk" AS "key" FROM pragma_table_info(?)`)
    .all(table) as { name: string; type: string; key: number }[];
}
