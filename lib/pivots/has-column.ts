import type { QueryFacts } from '@/lib/kql/query-facts';
import type { Target } from '@/lib/target';
import type { PivotFile } from './file-schema';

/** The column with the time of an event, on each target. */
export const TIME: Readonly<Record<Target, string>> = {
  'defender-xdr': 'Timestamp',
  sentinel: 'TimeGenerated',
  'sentinel-asim': 'TimeGenerated',
};

/** Whether the result of a query has a column. */
export function columnTest(
  { tables, computed }: PivotFile,
  facts: QueryFacts | null,
): (column: string) => boolean {
  const own = new Set(facts?.columns ?? []);
  const passes = facts?.passes != null && tables.includes(facts.passes);
  return (column) => own.has(column) || (passes && !computed.includes(column));
}
