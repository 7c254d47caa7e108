import type { EventRecord, TableRow } from '../types';
import { compact } from '../windows/record';

export const TABLES = 'https://learn.microsoft.com/defender-xdr/advanced-hunting';

/** A row of any of Defender's tables about devices, for an event of a Windows log. */
export function deviceRow(
  record: EventRecord,
  table: string,
  columns: Record<string, unknown>,
): TableRow {
  return {
    table,
    origin: 'equivalent',
    source: `${TABLES}-${table.toLowerCase()}-table`,
    row: compact({
      Timestamp: record.time,
      DeviceName: record.computer.toLowerCase(),
      ReportId: 1,
      ...columns,
    }),
  };
}
