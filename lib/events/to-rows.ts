import type { Target } from '@/lib/target';
import { conform } from './conform';
import { sourceRows } from './connectors/source-rows';
import { readRaw } from './read-raw';
import { recordActivity, sourceActivity } from './rows/activity';
import { asimLogRows } from './rows/asim-log';
import { asimSecurityRows } from './rows/asim-security';
import { asimSysmonRows } from './rows/asim-sysmon';
import { defenderRows, defenderWorkspaceRows } from './rows/defender';
import { defenderLogRows } from './rows/defender-windows-log';
import { eventRow, windowsEventRow } from './rows/event-log';
import { linuxSysmonRows } from './rows/linux-sysmon';
import { securityEventRow } from './rows/security-event';
import { timeOf } from './sigma-events';
import type { EventRecord, SourceEvent, TableRow, TableSchemas } from './types';
import { LINUX_SYSMON, logSourcesOf, SYSMON } from './windows/log-sources';

/**
 * The rows that Microsoft's connectors and ASIM parsers write for the event in a target's tables, with
 * the columns and types of `schemas` (that target's, table → column → type). Each row cites its source
 * and is either `recorded`, this very event, or `equivalent`, another sensor's record of the same
 * activity. No row means that no documentation shows the event reaching the target.
 *
 * `toRows(sysmon1, schemas['sentinel-asim'], 'sentinel-asim')` →
 * `[{ table: '_Im_ProcessCreate', row: { EventType: 'ProcessCreated', TargetProcessName: … } }, …]`
 *
 * Throws only when a file of `content/connectors` has an error.
 */
export function toRows(raw: unknown, schemas: TableSchemas, target: Target): TableRow[] {
  return unconformedRows(raw, schemas, target)
    .filter(({ table }) => Object.hasOwn(schemas, table))
    .map((row) => ({ ...row, row: conform(row.row, schemas[row.table] ?? {}) }));
}

/** The rows as connectors build them, which tests compare with the schemas. */
export function unconformedRows(raw: unknown, schemas: TableSchemas, target: Target): TableRow[] {
  const read = readRaw(raw);
  if (!read) return [];
  return read.kind === 'record'
    ? recordRows(read.record, schemas, target)
    : envelopeRows(read.source, target);
}

function recordRows(record: EventRecord, schemas: TableSchemas, target: Target): TableRow[] {
  if (record.provider === LINUX_SYSMON) return linuxSysmonRows(record, target);
  // Some sensors read the kernel's trace, but it is not a channel that an agent can collect.
  if (record.provider.startsWith(KERNEL_TRACE)) return [];
  const isSecurity = record.channel === 'Security';
  switch (target) {
    case 'sentinel': {
      // The Windows Event Logs connector leaves the Security log to the Security Events one:
      // https://learn.microsoft.com/azure/azure-monitor/agents/data-sources-windows-events
      const own = isSecurity
        ? securityEventRow(record, schemas.SecurityEvent ?? {})
        : eventRow(record);
      return [own, windowsEventRow(record)];
    }
    case 'sentinel-asim':
      if (record.provider === SYSMON) return asimSysmonRows(record);
      return isSecurity ? asimSecurityRows(record) : asimLogRows(record);
    case 'defender-xdr':
      return [...activityRows(record), ...defenderLogRows(record)];
  }
}

const KERNEL_TRACE = 'SystemTraceProvider-';

/** The first category that has a table: `registry_set` and `registry_event` are the same row. */
function activityRows(record: EventRecord): TableRow[] {
  for (const { category } of logSourcesOf(record)) {
    if (category === null) continue;
    const rows = defenderRows(recordActivity(record, 'Windows', category));
    if (rows.length > 0) return rows;
  }
  return [];
}

function envelopeRows(source: SourceEvent, target: Target): TableRow[] {
  const activity = sourceActivity(source, timeOf(source.event));
  if (!activity) return sourceRows(source, target);
  if (target === 'defender-xdr') return defenderRows(activity);
  const copies = target === 'sentinel' ? defenderWorkspaceRows(activity) : [];
  return [...copies, ...sourceRows(source, target)];
}
