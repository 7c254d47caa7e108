import { Prisma } from '../../generated/client';
import type { Catalog } from '../catalog';

/** An index of the search, which numbers its rows by itself. */
type SearchIndex = 'RuleSearch' | 'RuleWord';

/** The rules' ids by their rows in an index of the search. */
export type RuleIds = ReadonlyMap<number, string>;

/** Which rule each row of an index of the search is about. */
export async function readRuleIds(catalog: Catalog, index: SearchIndex): Promise<RuleIds> {
  const table = Prisma.raw(`"${index}"`);
  // One value, because making an object of each of a hundred thousand rows costs more than reading them.
  const [lists] = await catalog.$queryRaw<{ rows: string; ids: string }[]>`
    SELECT json_group_array("rowid") AS "rows", json_group_array("ruleId") AS "ids" FROM ${table}`;
  const rows = JSON.parse(lists?.rows ?? '[]') as number[];
  const ids = JSON.parse(lists?.ids ?? '[]') as string[];
  return new Map(rows.map((row, at) => [row, ids[at] ?? '']));
}
