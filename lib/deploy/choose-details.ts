import type { QueryFacts } from '@/lib/kql/query-facts';
import type { TraceLine } from '@/lib/translate';
import { columnTest } from './choose-entities';
import type { TableEntities } from './knowledge';
import type { Deployable } from './types';

/** Columns that the rule tests and that are shown beyond those that the table's entry names. */
const MAX_TESTED = 8;
const NAME_LENGTH = 20;

/**
 * The columns of a query's result that an alert shows: those of the table's entry, then those that the rule
 * tests.
 */
export function chooseDetails(
  facts: QueryFacts,
  table: TableEntities | null,
  trace: readonly TraceLine[],
): Deployable['customDetails'] {
  const details = new Map<string, string>();
  const has = table ? columnTest(facts, table) : () => false;
  for (const [name, column] of table?.details ?? []) if (has(column)) details.set(name, column);
  const shown = new Set(details.values());
  const inResult = new Set(facts.tests);
  const ofRule = [...trace.map(({ column }) => column), ...computedIn(facts)];
  const tested = [...new Set(ofRule)].filter(
    (column) => inResult.has(column) && !shown.has(column) && !column.startsWith('_'),
  );
  for (const column of tested.slice(0, MAX_TESTED)) {
    const name = shortName(column);
    if (!details.has(name)) details.set(name, column);
  }
  return [...details].map(([name, column]) => ({ name, column }));
}

/** Columns that the query makes of others to test them, such as `ScriptBlockText`: the trace has expressions. */
function computedIn({ columns, tests }: QueryFacts): string[] {
  const made = new Set(columns);
  return tests.filter((column) => made.has(column));
}

/** The last words of a column's name that fit: `ProcessVersionInfoOriginalFileName` → `OriginalFileName`. */
export function shortName(column: string): string {
  const plain = column.replace(/_+$/, '');
  if (plain.length <= NAME_LENGTH) return plain;
  const words = plain.split(/(?<=[a-z0-9])(?=[A-Z])|_/);
  let name = '';
  for (const word of words.reverse()) {
    if (word.length + name.length > NAME_LENGTH) break;
    name = word + name;
  }
  return /^[A-Za-z]/.test(name) ? name : plain.slice(0, NAME_LENGTH);
}
