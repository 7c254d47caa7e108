import type { Transaction } from './outcome';

type ColumnValue = string | number | boolean | Date | Uint8Array | null;

export type RuleUpdate = { id: string } & Record<string, ColumnValue>;

/**
 * Updates many rules with one statement for each set of columns. A statement for each rule would take
 * most of the time of a sync with a new translator.
 */
export async function updateRules(
  transaction: Transaction,
  updates: readonly RuleUpdate[],
): Promise<void> {
  const groups = new Map<string, RuleUpdate[]>();
  for (const update of updates) {
    const columns = Object.keys(update).join();
    groups.set(columns, [...(groups.get(columns) ?? []), update]);
  }
  for (const [columns, rows] of groups) {
    const assignments = columns
      .split(',')
      .filter((column) => column !== 'id')
      .map((column) => `"${column}" = ${storedValue(column, rows)}`);
    const json = JSON.stringify(rows.map(storedForm));
    await transaction.$executeRawUnsafe(
      `UPDATE "Rule" SET ${assignments.join(', ')} FROM json_each(?) j
       WHERE "Rule"."id" = json_extract(j.value, '$.id')`,
      json,
    );
  }
}

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
