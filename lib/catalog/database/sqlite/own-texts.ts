import type { Catalog } from '../catalog';
import type { OwnTexts } from '../types';

/** Phrases in the column `raw` of RuleSearch. */
export function sqliteOwnTexts(catalog: Catalog): OwnTexts {
  return {
    async count(phrase) {
      const expression = `raw : ${quoted(phrase)}`;
      const [row] = await catalog.$queryRaw<{ counted: bigint }[]>`
        SELECT count(*) AS counted FROM RuleSearch WHERE RuleSearch MATCH ${expression}`;
      return Number(row?.counted ?? 0);
    },
    async likeliest(phrases, most) {
      const expression = `raw : (${phrases.map(quoted).join(' OR ')})`;
      const rows = await catalog.$queryRaw<{ ruleId: string }[]>`
        SELECT ruleId FROM RuleSearch WHERE RuleSearch MATCH ${expression}
        ORDER BY bm25(RuleSearch) LIMIT ${most}`;
      return rows.map(({ ruleId }) => ruleId);
    },
  };
}

/** One phrase of FTS5, so that nothing in it is an operator. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}
