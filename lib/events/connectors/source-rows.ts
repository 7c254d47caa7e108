import type { Target } from '@/lib/target';
import type { SourceEvent, TableRow } from '../types';
import { connectorsOf } from './connectors-of';
import { EventReader } from './event-reader';

/**
 * The rows of an event that is not a Windows or Sysmon record, from the connectors of its log source.
 * Empty if no connector is documented.
 */
export function sourceRows(source: SourceEvent, target: Target): TableRow[] {
  const event = new EventReader(source);
  return connectorsOf(source, target).flatMap((connector): TableRow[] => {
    const { table, origin } = connector;
    const row = connector.row(event);
    return row === null ? [] : [{ table, origin, source: connector.source, row }];
  });
}
