import { text as plain } from '../read-raw';
import { baseName } from '../windows/record';
import { type Connector, HUNTING, type Reader } from './connector';

/*
 * What an agent on the same host reports for two of the audit system's records: an execution for
 * EXECVE, and a change of a file for PATH (whose nametype says what happened to it). Record types:
 * https://github.com/linux-audit/audit-documentation/wiki/SPEC-Audit-Event-Enrichment
 */

const LOGSOURCES = [['linux', null, 'auditd']] as const;
const PROCESS_SCHEMA =
  'https://learn.microsoft.com/azure/sentinel/normalization-schema-process-event';
const FILE_SCHEMA = 'https://learn.microsoft.com/azure/sentinel/normalization-schema-file-event';

interface Execution {
  readonly path: string;
  readonly commandLine: string;
}

const MAX_ARGUMENTS = 64;

/** Arguments in order; the first names the program. Null for records of another type. */
function execution({ event, text }: Reader): Execution | null {
  if ((text('type') ?? 'EXECVE').toUpperCase() !== 'EXECVE') return null;
  const values: string[] = [];
  for (let at = 0; at < MAX_ARGUMENTS; at++) {
    const value = event[`a${at}`];
    if (value === undefined) continue;
    // A gap keeps its place, so that later arguments keep theirs.
    while (values.length < at) values.push('-');
    values.push(plain(value));
  }
  if (values.length === 0) return null;
  const program = text('exe') ?? values[0] ?? '';
  const path = program.startsWith('/') ? program : `/usr/bin/${baseName(program)}`;
  return { path, commandLine: values.join(' ') };
}

/** Path and what happened to it, or null for records of another type. */
function change({ text }: Reader): { path: string; created: boolean; deleted: boolean } | null {
  const path = text('name');
  if (text('type')?.toUpperCase() !== 'PATH' || path === undefined) return null;
  const kind = text('nametype')?.toUpperCase();
  return { path, created: kind === 'CREATE', deleted: kind === 'DELETE' };
}

export const AUDITD_CONNECTORS: readonly Connector[] = [
  {
    logsources: LOGSOURCES,
    target: 'sentinel-asim',
    table: '_Im_ProcessCreate',
    origin: 'equivalent',
    source: PROCESS_SCHEMA,
    row: (event) => {
      const found = execution(event);
      if (!found) return null;
      return {
        TimeGenerated: event.time,
        EventType: 'ProcessCreated',
        EventSchema: 'ProcessEvent',
        DvcOs: 'Linux',
        DvcHostname: event.text('Computer', 'node'),
        TargetProcessName: found.path,
        TargetProcessCommandLine: found.commandLine,
        CommandLine: found.commandLine,
        Process: found.path,
      };
    },
  },
  {
    logsources: LOGSOURCES,
    target: 'defender-xdr',
    table: 'DeviceProcessEvents',
    origin: 'equivalent',
    source: `${HUNTING}-deviceprocessevents-table`,
    row: (event) => {
      const found = execution(event);
      if (!found) return null;
      return {
        Timestamp: event.time,
        DeviceId: '0000000000000000000000000000000000000000',
        ActionType: 'ProcessCreated',
        FileName: baseName(found.path),
        FolderPath: found.path,
        ProcessCommandLine: found.commandLine,
      };
    },
  },
  {
    logsources: LOGSOURCES,
    target: 'sentinel-asim',
    table: '_Im_FileEvent',
    origin: 'equivalent',
    source: FILE_SCHEMA,
    row: (event) => {
      const found = change(event);
      if (!found) return null;
      const { path, created, deleted } = found;
      return {
        TimeGenerated: event.time,
        EventType: created ? 'FileCreated' : deleted ? 'FileDeleted' : 'FileModified',
        EventSchema: 'FileEvent',
        DvcOs: 'Linux',
        TargetFilePath: path,
        TargetFileName: baseName(path),
      };
    },
  },
  {
    logsources: LOGSOURCES,
    target: 'defender-xdr',
    table: 'DeviceFileEvents',
    origin: 'equivalent',
    source: `${HUNTING}-devicefileevents-table`,
    row: (event) => {
      const found = change(event);
      if (!found) return null;
      const { path, created, deleted } = found;
      return {
        Timestamp: event.time,
        DeviceId: '0000000000000000000000000000000000000000',
        ActionType: created ? 'FileCreated' : deleted ? 'FileDeleted' : 'FileModified',
        FileName: baseName(path),
        FolderPath: path,
      };
    },
  },
];
