import type { EventRecord, TableRow } from '../types';
import { datum } from '../windows/record';

/** The folder of Microsoft's ASIM parsers. */
export const PARSERS = 'https://github.com/Azure/Azure-Sentinel/blob/master/Parsers';

/** A row that the parser at `source` makes of the event itself. */
export function recorded(
  table: string,
  source: string,
  columns: Record<string, unknown>,
): TableRow {
  return { table, origin: 'recorded', source, row: columns };
}

/** The columns that every parser of the Security log fills alike. */
export function header(record: EventRecord, schema: string, type: string): Record<string, unknown> {
  return {
    TimeGenerated: record.time,
    Type: 'SecurityEvent',
    EventType: type,
    EventCount: 1,
    EventVendor: 'Microsoft',
    EventProduct: 'Security Events',
    EventSchema: schema,
    EventResult: 'Success',
    EventOriginalType: String(record.eventId),
    EventStartTime: record.time,
    EventEndTime: record.time,
  };
}

/** The columns of the device in most of these parsers: the computer's name as the event has it. */
export function device({ computer }: EventRecord): Record<string, unknown> {
  return { DvcOs: 'Windows', DvcHostname: computer, Dvc: computer };
}

/** `DOMAIN\\name` from two fields of the event, or the name alone where the domain is empty or a dash. */
export function account(record: EventRecord, domain: string, name: string): string {
  const domainName = datum(record, domain);
  return domainName === '-' || domainName === ''
    ? datum(record, name)
    : `${domainName}\\${datum(record, name)}`;
}
