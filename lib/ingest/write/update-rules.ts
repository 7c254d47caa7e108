import type { Transaction } from './outcome';

export type RuleUpdate = { id: string } & Record<string, string | number | boolean | Date | null>;

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
      .map((column) => `"${column}" = json_extract(j.value, '$.${column}')`);
    const json = JSON.stringify(rows.map(storedForm));
    await transaction.$executeRawUnsafe(
      `UPDATE "Rule" SET ${assignments.join(', ')} FROM json_each(?) j
       WHERE "Rule"."id" = json_extract(j.value, '$.id')`,
      json,
    );
  }
}

/** A date in the form in which Prisma's adapter stores it. */
function storedForm(row: RuleUpdate) {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Date ? value.toISOString().replace('Z', '+00:00') : value,
    ]),
  );
}
