import { wholeWords, wordsOf } from '@/lib/catalog/database/postgresql/words-of';
import type { ColumnValue, RuleUpdate, SearchedTexts, StoreWriter } from './types';

/** PostgreSQL has no character 0 in texts, and no halves of surrogate pairs. */
function storable(value: ColumnValue): ColumnValue {
  if (typeof value !== 'string') return value;
  return Buffer.from(value.replaceAll('\0', '\ufffd')).toString();
}

/** Between two texts of a rule, so that no phrase reaches from one into the other. */
const BETWEEN = 'watchfloorendoftext';

export const postgresqlWriter: StoreWriter = {
  storable,
  async updateRules(transaction, columns, rows) {
    const assignments = columns.map((column) => `"${column}" = j."${column}"`);
    // The table gives the columns of the JSON their types.
    await transaction.$executeRawUnsafe(
      `UPDATE "Rule" SET ${assignments.join(', ')}
       FROM json_populate_recordset(NULL::"Rule", $1::json) j WHERE "Rule"."id" = j."id"`,
      JSON.stringify(rows.map(storedForm)),
    );
  },
  async forgetTexts(transaction, ids) {
    await transaction.$executeRaw`
      DELETE FROM "RuleSearch" WHERE "ruleId" = ANY(${[...ids]}::text[])`;
  },
  async indexTexts(transaction, texts) {
    const rows = JSON.stringify(texts.map(indexed));
    await transaction.$executeRaw`
      INSERT INTO "RuleSearch" ("ruleId", "words", "own", "length", "text")
      SELECT id,
        setweight(to_tsvector('catalog', title), 'A') || setweight(to_tsvector('catalog', description), 'B') ||
          setweight(to_tsvector('catalog', hypothesis), 'C') || to_tsvector('catalog', kql),
        to_tsvector('catalog', own), length, text
      FROM json_to_recordset(${rows}::json)
        AS row(id text, title text, description text, hypothesis text, kql text, own text, length int, text text)`;
  },
  async continueNumbers(transaction) {
    const tables = await transaction.$queryRaw<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%' AND column_name = 'id'`;
    for (const { name } of tables) {
      await transaction.$executeRawUnsafe(
        `SELECT setval(pg_get_serial_sequence('"${name}"', 'id'), max("id")) FROM "${name}"`,
      );
    }
  },
};

function storedForm(row: RuleUpdate) {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asJson(value)]));
}

function asJson(value: ColumnValue) {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  return value instanceof Date ? value.toISOString() : storable(value);
}

function indexed({ id, title, description, raw, kql, hypothesis }: SearchedTexts) {
  const [inTitle, inDescription, inHypothesis, inKql, inRaw] = [
    title,
    description,
    hypothesis,
    kql,
    raw,
  ].map(wordsOf) as [string[], string[], string[], string[], string[]];
  return {
    id,
    title: `${wholeWords(inTitle)} ${BETWEEN}`,
    description: `${wholeWords(inDescription)} ${BETWEEN}`,
    hypothesis: `${wholeWords(inHypothesis)} ${BETWEEN}`,
    kql: wholeWords(inKql),
    own: wholeWords(inRaw),
    length:
      inTitle.length + inDescription.length + inHypothesis.length + inKql.length + inRaw.length,
    text: storable(`${raw}\n${kql}`.toLowerCase()),
  };
}
