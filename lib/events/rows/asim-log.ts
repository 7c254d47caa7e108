import type { EventRecord, TableRow } from '../types';
import { baseName, compact, datum } from '../windows/record';
import { serviceRegistryRow } from './asim-service-registry';
import { resolveDevice } from './device-name';

/*
 * Windows channels that no ASIM parser reads, with the rows that other sources of the same activity
 * produce: Defender Antivirus alerts, DNS client lookups and installed services.
 */

const ALERTS = 'https://learn.microsoft.com/azure/sentinel/normalization-schema-alert';
const DNS = 'https://learn.microsoft.com/azure/sentinel/normalization-schema-dns';

export function asimLogRows(record: EventRecord): TableRow[] {
  const build = BUILDERS.get(record.channel);
  const row = build?.(record) ?? null;
  return row === null ? [] : [row];
}

const BUILDERS = new Map(
  Object.entries<(record: EventRecord) => TableRow | null>({
    'Microsoft-Windows-Windows Defender/Operational': alert,
    'Microsoft-Windows-DNS-Client/Operational': lookup,
    System: serviceRegistryRow,
  }),
);

function alert(record: EventRecord): TableRow | null {
  const threat = datum(record, 'Threat Name');
  if (threat === '') return null;
  // The event writes `file:_C:\\…`, with semicolons between paths.
  const path = (datum(record, 'Path').split(';')[0] ?? '').replace(/^[a-z]+:_/, '');
  const device = resolveDevice(record.computer);
  return {
    table: '_Im_AlertEvent',
    origin: 'equivalent',
    source: ALERTS,
    row: compact({
      ...header(record, 'AlertEvent', 'Alert'),
      ...device,
      Hostname: device.DvcHostname,
      ThreatName: threat,
      FilePath: path,
      FileName: baseName(path),
    }),
  };
}

function lookup(record: EventRecord): TableRow | null {
  if (record.eventId !== 3008) return null;
  return {
    table: '_Im_Dns',
    origin: 'equivalent',
    source: DNS,
    row: compact({
      ...header(record, 'Dns', 'Query'),
      Dvc: record.computer,
      DvcHostname: record.computer,
      SrcHostname: record.computer,
      Src: record.computer,
      Hostname: record.computer,
      DnsQuery: datum(record, 'QueryName'),
      DnsResponseName: datum(record, 'QueryResults'),
    }),
  };
}

function header(record: EventRecord, schema: string, type: string): Record<string, unknown> {
  return {
    TimeGenerated: record.time,
    EventType: type,
    EventCount: 1,
    EventVendor: 'Microsoft',
    EventSchema: schema,
    EventStartTime: record.time,
    EventEndTime: record.time,
    DvcOs: 'Windows',
  };
}
