import { text as plain } from '../read-raw';
import { baseName, compact } from '../windows/record';
import { auditLine } from './computed/log-line';
import type { Connector } from './connector';
import type { EventReader } from './event-reader';

/*
 * Linux auditd: its own table, and what an agent on the same host reports for two record types, an
 * execution for EXECVE and a changed file for PATH (its nametype names the change).
 * Record types: https://github.com/linux-audit/audit-documentation/wiki/SPEC-Audit-Event-Enrichment
 */

const logsources = [{ product: 'linux', category: null, service: 'auditd' }] as const;

const DEVICE_ID = '0000000000000000000000000000000000000000';

interface Execution {
  readonly path: string;
  readonly commandLine: string;
}

const MAX_ARGUMENTS = 64;

/** Arguments in order; the first names the program. Null for records of another type. */
function execution(event: EventReader): Execution | null {
  if ((event.text('type') ?? 'EXECVE').toUpperCase() !== 'EXECVE') return null;
  const values: string[] = [];
  for (let at = 0; at < MAX_ARGUMENTS; at++) {
    const value = event.event[`a${at}`];
    if (value === undefined) continue;
    // A missing argument leaves a gap, so that later ones keep their position.
    while (values.length < at) values.push('-');
    values.push(plain(value));
  }
  if (values.length === 0) return null;
  const program = event.text('exe') ?? values[0] ?? '';
  const path = program.startsWith('/') ? program : `/usr/bin/${baseName(program)}`;
  return { path, commandLine: values.join(' ') };
}

interface FileChange {
  readonly path: string;
  readonly action: 'FileCreated' | 'FileDeleted' | 'FileModified';
}

/** Null for records of another type. */
function fileChange(event: EventReader): FileChange | null {
  const path = event.text('name');
  if (event.text('type')?.toUpperCase() !== 'PATH' || path === undefined) return null;
  switch (event.text('nametype')?.toUpperCase()) {
    case 'CREATE':
      return { path, action: 'FileCreated' };
    case 'DELETE':
      return { path, action: 'FileDeleted' };
    default:
      return { path, action: 'FileModified' };
  }
}

const NOT_COLUMNS: ReadonlySet<string> = new Set(['type', 'SYSCALL', 'time', 'message']);

/** The table's columns have the names of the record's keys. */
function auditRecord(event: EventReader): Record<string, unknown> {
  const names = Object.keys(event.event).filter((name) => !NOT_COLUMNS.has(name));
  return compact({
    ...Object.fromEntries(names.map((name) => [name, event.text(name)])),
    TimeGenerated: event.time,
    Type: 'LinuxAuditLog',
    RecordType: event.text('type'),
    syscall: event.text('SYSCALL', 'syscall'),
    RawRecord: auditLine(event),
  });
}

export const AUDITD_CONNECTORS: readonly Connector[] = [
  {
    logsources,
    target: 'sentinel',
    table: 'LinuxAuditLog',
    origin: 'recorded',
    source: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/linuxauditlog',
    row: auditRecord,
  },
  {
    logsources,
    target: 'sentinel-asim',
    table: '_Im_ProcessCreate',
    origin: 'equivalent',
    source: 'https://learn.microsoft.com/azure/sentinel/normalization-schema-process-event',
    row: (event) => {
      const found = execution(event);
      return (
        found &&
        compact({
          TimeGenerated: event.time,
          EventType: 'ProcessCreated',
          EventSchema: 'ProcessEvent',
          DvcOs: 'Linux',
          Dvc: event.text('Computer', 'node'),
          TargetProcessName: found.path,
          TargetProcessCommandLine: found.commandLine,
          CommandLine: found.commandLine,
          Process: found.path,
        })
      );
    },
  },
  {
    logsources,
    target: 'defender-xdr',
    table: 'DeviceProcessEvents',
    origin: 'equivalent',
    source: 'https://learn.microsoft.com/defender-xdr/advanced-hunting-deviceprocessevents-table',
    row: (event) => {
      const found = execution(event);
      return (
        found &&
        compact({
          Timestamp: event.time,
          DeviceId: DEVICE_ID,
          ActionType: 'ProcessCreated',
          FileName: baseName(found.path),
          FolderPath: found.path,
          ProcessCommandLine: found.commandLine,
        })
      );
    },
  },
  {
    logsources,
    target: 'sentinel-asim',
    table: '_Im_FileEvent',
    origin: 'equivalent',
    source: 'https://learn.microsoft.com/azure/sentinel/normalization-schema-file-event',
    row: (event) => {
      const found = fileChange(event);
      return (
        found &&
        compact({
          TimeGenerated: event.time,
          EventType: found.action,
          EventSchema: 'FileEvent',
          DvcOs: 'Linux',
          TargetFilePath: found.path,
          TargetFileName: baseName(found.path),
        })
      );
    },
  },
  {
    logsources,
    target: 'defender-xdr',
    table: 'DeviceFileEvents',
    origin: 'equivalent',
    source: 'https://learn.microsoft.com/defender-xdr/advanced-hunting-devicefileevents-table',
    row: (event) => {
      const found = fileChange(event);
      return (
        found &&
        compact({
          Timestamp: event.time,
          DeviceId: DEVICE_ID,
          ActionType: found.action,
          FileName: baseName(found.path),
          FolderPath: found.path,
        })
      );
    },
  },
];
