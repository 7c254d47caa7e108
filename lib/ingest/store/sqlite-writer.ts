import { indexedWords } from '@/lib/catalog/stored/joints';
import type { ColumnValue, RuleUpdate, StoreWriter } from './types';

export const sqliteWriter: StoreWriter = {
  storable: (value) => value,
  async updateRules(transaction, columns, rows) {
    const assignments = columns.map((column) => `"${column}" = ${storedValue(column, rows)}`);
    await transaction.$executeRawUnsafe(
      `UPDATE "Rule" SET ${assignments.join(', ')} FROM json_each(?) j
       WHERE "Rule"."id" = json_extract(j.value, '$.id')`,
      JSON.stringify(rows.map(storedForm)),
    );
  },
  async forgetTexts(transaction, ids) {
    const gone = JSON.stringify(ids);
    await transaction.$executeRaw`
      DELETE FROM "RuleSearch" WHERE "ruleId" IN (SELECT value FROM json_each(${gone}))`;
    await transaction.$executeRaw`
      DELETE FROM "RuleWord" WHERE "ruleId" IN (SELECT value FROM json_each(${gone}))`;
  },
  async indexTexts(transaction, texts) {
    const rows = JSON.stringify(
      texts.map((text) => ({ ...text, words: indexedWords(text.raw, text.kql) })),
    );
    await transaction.$executeRaw`
      INSERT INTO "RuleSearch" ("ruleId", "title", "description", "raw", "kql", "hypothesis")
      SELECT value->>'id', value->>'title', value->>'description', value->>'raw', value->>'kql',
        value->>'hypothesis'
      FROM json_each(${rows})`;
    await transaction.$executeRaw`
      INSERT INTO "RuleWord" ("ruleId", "text")
      SELECT value->>'id', value->>'words' FROM json_each(${rows})`;
  },
  // SQLite does by itself.
  async continueNumbers() {},
};

/** The expression for a column's value. JSON has no bytes, so they are written as hexadecimal digits. */
function storedValue(column: string, [row]: readonly RuleUpdate[]): string {
  const value = `json_extract(j.value, '$.${column}')`;
  return row?.[column] instanceof Uint8Array ? `unhex(${value})` : value;
}

function storedForm(row: RuleUpdate) {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asJson(value)]));
}

function asJson(value: ColumnValue) {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  // A date in the form in which Prisma's adapter stores it.
  return value instanceof Date ? value.toISOString().replace('Z', '+00:00') : value;
}
