import type { QueryFacts } from '@/lib/kql/query-facts';
import { resultColumnTest } from '@/lib/kql/result-columns';
import type { Target } from '@/lib/target';
import type { PivotFile } from './file-schema';

/** The column with the time of an event, on each target. */
export const TIME: Readonly<Record<Target, string>> = {
  'defender-xdr': 'Timestamp',
  sentinel: 'TimeGenerated',
  'sentinel-asim': 'TimeGenerated',
};

/** The column with the time of a match in a table. */
export function timeOf(file: Pick<PivotFile, 'time'> | undefined, target: Target): string {
  return file?.time ?? TIME[target];
}

/** Whether the result of a query has a column that a file names. */
export function columnTest(
  { tables, computed }: PivotFile,
  facts: QueryFacts | null,
): (column: string) => boolean {
  return resultColumnTest(facts, { tables, computed: new Set(computed) });
}
